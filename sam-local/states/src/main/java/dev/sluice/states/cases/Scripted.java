package dev.sluice.states.cases;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A call as a case has it, and what comes of it.
 *
 * @param token what is done with the task's token, where it has one
 */
public record Scripted(Call call, Reaction reaction, Optional<TokenUse> token) {
  /** What a function does. */
  public sealed interface Reaction {
    /** It answers. */
    record Answers(JsonNode payload) implements Reaction {}

    /** It answers text of so many bytes as JSON. */
    record AnswersBytes(int bytes) implements Reaction {}

    /** It fails. */
    record Fails(String errorType, String errorMessage) implements Reaction {}

    /** It never ends. */
    record Hangs() implements Reaction {}
  }

  /**
   * How a token comes back.
   *
   * @param heartbeatsAfterSeconds heartbeats, in seconds since the call
   * @param afterSeconds when the reaction comes, since the call
   */
  public record TokenUse(
      List<Integer> heartbeatsAfterSeconds, int afterSeconds, Reaction reaction) {}
}
