package dev.sluice.tool.code;

import java.util.Set;

/**
 * A tool written in Java: a function from one record to another, whose schemas follow from them.
 *
 * <p>A component is required unless it is {@code @Nullable}; {@code @Description} says what it is.
 * Implementations are safe for use by several threads, and do nothing after they have answered.
 *
 * @param <I> the arguments
 * @param <O> the answer
 */
public interface Tool<I extends Record, O extends Record> {

  /** What is said of it. */
  About<I, O> about();

  /**
   * Does it.
   *
   * @throws dev.sluice.protocol.feature.ToolException when it cannot be done, saying what to change
   */
  O call(I input, Context context);

  /**
   * What is said of a tool.
   *
   * @param name what callers call it, {@code [a-z][a-z0-9_]*}
   * @param title for people
   * @param description for models
   * @param scopes all of which a caller must hold; empty: everybody may call it
   * @param input the arguments
   * @param output the answer
   * @param example arguments that it answers
   */
  record About<I extends Record, O extends Record>(
      String name,
      String title,
      String description,
      Set<String> scopes,
      Class<I> input,
      Class<O> output,
      I example) {

    /** Copies the scopes. */
    public About {
      scopes = Set.copyOf(scopes);
    }
  }
}
