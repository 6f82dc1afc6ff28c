package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with its arguments filled in.
 *
 * @param description null for none
 * @param messages the conversation it begins
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptResult(@Nullable String description, List<Message> messages) {

  /** Copies the list. */
  public PromptResult {
    messages = List.copyOf(messages);
  }

  /**
   * A message.
   *
   * @param role {@code user} or {@code assistant}
   * @param content what it says
   */
  public record Message(String role, Content content) {}
}
