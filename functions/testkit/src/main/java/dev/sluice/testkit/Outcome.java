package dev.sluice.testkit;

import java.nio.charset.StandardCharsets;

/** What one invocation came to, as the runtime reported it. */
public sealed interface Outcome {

  /**
   * The handler returned.
   *
   * @param bytes the response as posted; the array is not copied
   * @param tookNanos from just before the event was offered (under freeze: before the process was
   *     continued) until the whole response had arrived
   */
  @SuppressWarnings("ArrayRecordComponent") // Up to 6 MB, handed on once and never compared.
  record Answer(byte[] bytes, long tookNanos) implements Outcome {

    /** The response read as UTF-8. */
    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /**
   * The handler threw, or its response could not be taken.
   *
   * @param type the error's type: the class name of what was thrown, or a {@code Runtime.*} code
   * @param message the error's message, empty when there was none
   * @param body the whole JSON as posted
   */
  record FunctionError(String type, String message, String body) implements Outcome {}

  /**
   * The answer, where anything else would be a mistake.
   *
   * @throws AssertionError when the function failed; the message holds the whole error
   */
  default Answer answer() {
    return switch (this) {
      case Answer answer -> answer;
      case FunctionError error ->
          throw new AssertionError("an answer was expected, the function failed: " + error);
    };
  }
}
