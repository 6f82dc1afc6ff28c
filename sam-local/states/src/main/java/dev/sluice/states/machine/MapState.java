package dev.sluice.states.machine;

import org.jspecify.annotations.Nullable;

/**
 * Runs the same states for each item of a list.
 *
 * @param items where the list is
 * @param selector makes the input of each; null gives the item itself
 * @param maxConcurrency items at the same time, at least 1
 */
public record MapState(
    DataFlow data,
    DataPath items,
    @Nullable Template selector,
    int maxConcurrency,
    Graph each,
    Recovery recovery,
    Transition then)
    implements State {}
