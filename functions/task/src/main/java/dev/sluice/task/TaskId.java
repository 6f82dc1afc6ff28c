package dev.sluice.task;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a task, of its execution and of its result: 160 random bits, so that nobody guesses
 * it. It is no secret to be relied on alone: a task is shown to its owner only.
 *
 * @param text 27 characters of base64url
 */
public record TaskId(String text) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{27}");
  private static final int BYTES = 20;

  /** Throws {@link IllegalArgumentException} on what is no id. */
  public TaskId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("a task's id is 27 characters of base64url");
    }
  }

  /** A new one. Its randomness is made now: what a snapshot held, two restores would share. */
  public static TaskId random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new TaskId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The id that a caller sent; empty for what cannot be one. */
  public static Optional<TaskId> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new TaskId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
