package dev.sluice.data;

import java.sql.SQLException;

/** No login was found to connect with. Its message is ours alone: where it is missing. */
final class NoLoginException extends SQLException {
  private static final long serialVersionUID = 1;

  NoLoginException(IllegalStateException cause) {
    super("there is no login: " + cause.getMessage(), cause);
  }
}
