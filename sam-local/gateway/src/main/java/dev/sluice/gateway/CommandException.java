package dev.sluice.gateway;

import org.jspecify.annotations.Nullable;

/** A command that could not do its work; the message says why and what to do, without a stop. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CommandException(String message) {
    this(message, null);
  }

  CommandException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
