package dev.sluice.states.machine;

/** Ends well. */
public record SucceedState(DataFlow data) implements State {}
