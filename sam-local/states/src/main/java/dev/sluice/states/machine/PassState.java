package dev.sluice.states.machine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Hands on what it gets, or something fixed.
 *
 * @param result null hands on the input
 */
public record PassState(
    DataFlow data, @Nullable Template parameters, @Nullable JsonNode result, Transition then)
    implements State {}
