package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt as {@code prompts/list} shows it (MCP 2026-07-28, "Prompts", "Data types").
 *
 * @param name what it is asked for by
 * @param title for people; null for none
 * @param description for people; null for none
 * @param arguments what it takes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptDescriptor(
    String name, @Nullable String title, @Nullable String description, List<Argument> arguments) {

  /** Copies the list. */
  public PromptDescriptor {
    arguments = List.copyOf(arguments);
  }

  /**
   * An argument, always text.
   *
   * @param name the argument's
   * @param description for people; null for none
   * @param required whether there is no prompt without it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Argument(String name, @Nullable String description, boolean required) {}
}
