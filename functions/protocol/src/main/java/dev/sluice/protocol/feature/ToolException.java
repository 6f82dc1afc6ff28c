package dev.sluice.protocol.feature;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool that could not do its work: reaches the model as a result with {@code isError}, for it to
 * read and do better. The message is shown; the cause is for operators.
 */
public final class ToolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable ObjectNode data;

  /** A refusal, and the same for programs. */
  public ToolException(String message, ObjectNode data) {
    super(message);
    this.data = data;
  }

  /** A failure that the caller can mend. */
  public ToolException(String message) {
    super(message);
    this.data = null;
  }

  /** A failure with what lies behind it. */
  public ToolException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.data = null;
  }

  /** What the message says, for programs; null where it says all. */
  public @Nullable ObjectNode data() {
    return data;
  }
}
