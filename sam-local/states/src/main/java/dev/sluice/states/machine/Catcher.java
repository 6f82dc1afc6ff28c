package dev.sluice.states.machine;

/**
 * Where a state's errors lead.
 *
 * @param result where in the state's input the error is put
 */
public record Catcher(ErrorNames errors, ResultPath result, String next) {}
