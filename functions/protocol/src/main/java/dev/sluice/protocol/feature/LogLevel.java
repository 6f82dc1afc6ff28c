package dev.sluice.protocol.feature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How grave a message to the client is, least first (RFC 5424, 6.2.1; MCP, "Logging"). */
public enum LogLevel {
  /** Every detail. */
  DEBUG,
  /** How it goes. */
  INFO,
  /** Normal, and worth a look. */
  NOTICE,
  /** Not an error yet. */
  WARNING,
  /** Something failed. */
  ERROR,
  /** A part failed. */
  CRITICAL,
  /** Somebody must act. */
  ALERT,
  /** Nothing works. */
  EMERGENCY;

  /** The name on the wire. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a name on the wire. */
  public static Optional<LogLevel> of(String wireName) {
    return Arrays.stream(values()).filter(level -> level.wireName().equals(wireName)).findFirst();
  }
}
