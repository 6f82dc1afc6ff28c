package dev.sluice.function.mcp;

import dev.sluice.protocol.McpServer;

/**
 * A server whose catalogue can be read again while it is served: for a laptop, where its owner is
 * at work on it. Safe for use by several threads; a call that is under way ends as it began.
 */
public final class ReloadableServer implements ServerSource {
  private final CatalogServers servers;
  private volatile McpServer current;

  /**
   * Reads the catalogue for the first time.
   *
   * @throws dev.sluice.catalog.CatalogException when it does not check
   */
  public ReloadableServer(CatalogServers servers) {
    this.servers = servers;
    this.current = servers.make();
  }

  /**
   * Reads the catalogue again; what is served stays as it was where that fails.
   *
   * @throws dev.sluice.catalog.CatalogException when it does not check
   */
  public void reload() {
    current = servers.make();
  }

  @Override
  public McpServer get() {
    return current;
  }
}
