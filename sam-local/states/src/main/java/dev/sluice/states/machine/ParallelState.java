package dev.sluice.states.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs several graphs at once over the same input; its result is the list of theirs. */
public record ParallelState(
    DataFlow data,
    @Nullable Template parameters,
    List<Graph> branches,
    Recovery recovery,
    Transition then)
    implements State {}
