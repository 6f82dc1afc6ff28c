package dev.sluice.states.machine;

/** One state: what it does, and where it goes then. */
public sealed interface State
    permits ChoiceState,
        FailState,
        MapState,
        ParallelState,
        PassState,
        SucceedState,
        TaskState,
        WaitState {
  /** What its type is called in a file, and in the names of events. */
  default String type() {
    String name = getClass().getSimpleName();
    return name.substring(0, name.length() - "State".length());
  }
}
