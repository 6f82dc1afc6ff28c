package dev.sluice.catalog;

import java.util.List;

/**
 * A prompt as its owner declared it, one file in {@code prompts/}.
 *
 * @param name what clients ask for, as a tool's
 * @param title for people
 * @param description for people who choose among prompts
 * @param arguments what the text has a place for
 * @param text with <code>{{name}}</code> for each argument
 * @param at where it was written
 */
public record PromptDeclaration(
    String name,
    String title,
    String description,
    List<Argument> arguments,
    String text,
    Location at) {

  /** Copies the list. */
  public PromptDeclaration {
    arguments = List.copyOf(arguments);
  }

  /**
   * What a client fills in.
   *
   * @param name as in the text
   * @param description for people
   * @param required whether it must be given; otherwise its place stays empty
   */
  public record Argument(String name, String description, boolean required) {}
}
