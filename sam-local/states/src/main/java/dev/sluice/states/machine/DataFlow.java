package dev.sluice.states.machine;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a state's input and result (States Language, "Input and output processing").
 *
 * @param input what of the raw input the state sees
 * @param selector makes something else of the result; null leaves it
 * @param result where in the raw input the result is put
 * @param output what of that goes on
 */
public record DataFlow(
    DataPath input, @Nullable Template selector, ResultPath result, DataPath output) {}
