package dev.sluice.protocol;

import java.util.List;

/** The revisions of MCP that Sluice speaks. */
public final class Revisions {
  /** The stateless one. */
  public static final String MODERN = "2026-07-28";

  /** The older ones, oldest first. */
  public static final List<String> LEGACY = List.of("2025-03-26", "2025-06-18", "2025-11-25");

  /** The header that names a request's revision, in lower case. */
  public static final String HEADER = "mcp-protocol-version";

  private Revisions() {}
}
