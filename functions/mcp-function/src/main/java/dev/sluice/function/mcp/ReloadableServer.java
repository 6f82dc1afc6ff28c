package dev.sluice.function.mcp;

import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Mistake;
import dev.sluice.protocol.McpServer;
import java.util.List;

/**
 * A server whose catalogue can be read again while it is served: for a laptop, where its owner is
 * at work on it. Safe for use by several threads; a call that is under way ends as it began.
 */
public final class ReloadableServer implements ServerSource {
  private final CatalogServers servers;
  private volatile CatalogServers.Made current;

  /**
   * Reads the catalogue for the first time.
   *
   * @throws CatalogException when it does not check
   * @throws dev.sluice.data.role.RoleException when the role can do more than it needs
   */
  public ReloadableServer(CatalogServers servers) {
    this.servers = servers;
    this.current = servers.read();
    current.checkRole();
    servers.log(current);
  }

  /**
   * Reads the catalogue again; what is served stays as it was where that fails. The role is looked
   * at by a start only: its owner is at work on the catalogue, and grants what it needs in the end.
   *
   * @throws CatalogException when it does not check, or the database finds fault with a tool that
   *     was served before or is new
   */
  public void reload() {
    CatalogServers.Made made = servers.read();
    List<Mistake> mistakes =
        made.mistakes().entrySet().stream()
            .filter(tool -> !current.stopped().containsKey(tool.getKey()))
            .flatMap(tool -> tool.getValue().stream())
            .toList();
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
    current = made;
    servers.log(made);
  }

  @Override
  public McpServer get() {
    return current.server();
  }
}
