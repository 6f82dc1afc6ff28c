package dev.sluice.servers;

import org.jspecify.annotations.Nullable;

/** A server that cannot be started or used; the message says what to do. */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With what lies behind it, if anything. */
  public ServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
