package dev.sluice.states.machine;

import java.util.ArrayList;
import java.util.List;

/** What is wrong in a file. */
final class Mistakes {
  /** More are of no use to anybody. */
  private static final int MAX_TOLD = 50;

  private final String file;
  private final List<String> told = new ArrayList<>();

  Mistakes(String file) {
    this.file = file;
  }

  /**
   * Notes one.
   *
   * @param pointer where, as a JSON pointer
   */
  void add(String pointer, String problem, String remedy) {
    if (told.size() < MAX_TOLD) {
      told.add(file + ": " + pointer + ": " + problem + ". " + remedy);
    }
  }

  void throwIfAny() {
    if (!told.isEmpty()) {
      throw new MachineException(told);
    }
  }
}
