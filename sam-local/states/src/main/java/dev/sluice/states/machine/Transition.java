package dev.sluice.states.machine;

import org.jspecify.annotations.Nullable;

/**
 * Where a state goes.
 *
 * @param next the state's name; null ends the machine, the branch or the iteration
 */
public record Transition(@Nullable String next) {}
