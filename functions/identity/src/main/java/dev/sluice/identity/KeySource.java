package dev.sluice.identity;

import java.io.IOException;

/** Where an issuer's keys are read from. Implementations are safe for use by several threads. */
@FunctionalInterface
interface KeySource {
  /** The published set, as JSON (RFC 7517, 5). Throws when it is not to be had in time. */
  String read() throws IOException;
}
