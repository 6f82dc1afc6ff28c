package dev.sluice.function.ops.release;

import dev.sluice.function.ops.version.Question;
import dev.sluice.function.ops.version.Version;
import dev.sluice.function.ops.version.VersionFailed;
import java.util.ArrayList;
import java.util.List;

/** Asks a version everything that it must answer well. Safe for use by several threads. */
public final class ReleaseCheck {
  /** A version that answers nothing is told of in one log line. */
  private static final int MOST_PROBLEMS = 20;

  private final List<Question> questions;
  private final Version version;

  /** A check of a version. */
  public ReleaseCheck(List<Question> questions, Version version) {
    this.questions = List.copyOf(questions);
    this.version = version;
  }

  /** What is wrong with it, a line each; none where it may have traffic. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Question question : questions) {
      try {
        String problem = question.judge(version.invoke(question.event()));
        if (problem != null) {
          problems.add(problem);
        }
      } catch (VersionFailed e) {
        problems.add(question.name() + ": the version " + e.getMessage());
      }
      if (problems.size() == MOST_PROBLEMS) {
        break;
      }
    }
    return problems;
  }
}
