package dev.sluice.call.secret;

/** A key cannot be had. The message says which, and where it was looked for; no part of a key. */
public final class NoSecretException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a cause: a parser or a service may quote what it could not read. */
  public NoSecretException(String message) {
    super(message);
  }
}
