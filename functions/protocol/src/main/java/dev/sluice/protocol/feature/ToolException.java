package dev.sluice.protocol.feature;

import org.jspecify.annotations.Nullable;

/**
 * A tool that could not do its work: reaches the model as a result with {@code isError}, for it to
 * read and do better. The message is shown; the cause is for operators.
 */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** A failure that the caller can mend. */
  public ToolException(String message) {
    this(message, null);
  }

  /** A failure with what lies behind it. */
  public ToolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
