package dev.sluice.gateway;

import dev.sluice.function.mcp.CatalogServers;
import dev.sluice.function.mcp.ReloadableServer;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts a server that can be reloaded in the place of the fixed one. */
@Configuration(proxyBeanMethods = false)
public class WatchConfiguration {
  private final Path folder = Path.of(System.getProperty("SLUICE_CATALOG", "catalog"));

  /** Looked at before the catalogue is read: what changes meanwhile must not be missed. */
  private final String before = CatalogWatch.state(folder);

  @Bean
  ReloadableServer reloadableServer(CatalogServers servers) {
    return new ReloadableServer(servers);
  }

  @Bean(destroyMethod = "close")
  CatalogWatch catalogWatch(ReloadableServer server) {
    return CatalogWatch.start(folder, before, server::reload, System.err::println);
  }
}
