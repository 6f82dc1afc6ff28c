package dev.sluice.protocol.feature;

/**
 * How long something may be kept, and by whom (MCP 2026-07-28, "Caching").
 *
 * @param ttlMillis 0 for not at all
 * @param shared whether every caller would have got the same
 */
public record Freshness(int ttlMillis, boolean shared) {

  /** Not to be kept. */
  public static final Freshness NONE = new Freshness(0, false);

  /** The scope's name on the wire. */
  public String scope() {
    return shared ? "public" : "private";
  }
}
