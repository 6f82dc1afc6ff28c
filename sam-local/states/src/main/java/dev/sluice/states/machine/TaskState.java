package dev.sluice.states.machine;

import org.jspecify.annotations.Nullable;

/**
 * Invokes a function.
 *
 * @param parameters give {@code FunctionName} and {@code Payload}
 * @param waitsForToken whether the answer comes by the task's token, not from the function
 * @param timeoutSeconds of one try; null is a year, as on AWS
 * @param heartbeatSeconds between two heartbeats at most; null where none are asked for
 */
public record TaskState(
    DataFlow data,
    Template parameters,
    boolean waitsForToken,
    @Nullable Integer timeoutSeconds,
    @Nullable Integer heartbeatSeconds,
    Recovery recovery,
    Transition then)
    implements State {}
