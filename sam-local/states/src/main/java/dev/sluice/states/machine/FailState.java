package dev.sluice.states.machine;

import org.jspecify.annotations.Nullable;

/** Ends with an error; its name and its cause are each a text, a path, or left out. */
public record FailState(
    @Nullable String error,
    @Nullable DataPath errorPath,
    @Nullable String cause,
    @Nullable DataPath causePath)
    implements State {}
