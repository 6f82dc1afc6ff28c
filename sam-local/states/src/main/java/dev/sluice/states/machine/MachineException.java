package dev.sluice.states.machine;

import java.util.List;

/** A state machine that cannot be run: each mistake with its place and what to write instead. */
public final class MachineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** All mistakes of a file, a line each. */
  MachineException(List<String> mistakes) {
    super(String.join("\n", mistakes));
  }

  /** A file that is wrong as a whole. */
  MachineException(String file, String problem) {
    this(List.of(file + ": " + problem));
  }
}
