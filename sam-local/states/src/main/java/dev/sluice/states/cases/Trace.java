package dev.sluice.states.cases;

import java.util.List;
import java.util.Optional;

/**
 * What came of an execution.
 *
 * @param calls in order
 * @param status by Step Functions' name
 */
public record Trace(
    List<Call> calls, String status, Optional<String> error, Optional<String> cause) {}
