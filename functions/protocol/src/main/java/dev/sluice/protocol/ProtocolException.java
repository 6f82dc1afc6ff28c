package dev.sluice.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that breaks the protocol, as against a tool that could not do its work: that is a
 * {@link ToolException}. Carries no stack trace, since it is an answer and not a fault.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final transient @Nullable JsonNode data;

  /** An error without data. */
  public ProtocolException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** An error; the message is shown to the caller. */
  public ProtocolException(ErrorCode code, String message, @Nullable JsonNode data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  /** What kind of error it is. */
  public ErrorCode code() {
    return code;
  }

  /** What the revision's rules want said beside the message. */
  public @Nullable JsonNode data() {
    return data;
  }
}
