package dev.sluice.gateway;

import dev.sluice.function.mcp.CatalogServers;
import dev.sluice.function.mcp.ReloadableServer;
import java.nio.file.Path;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts a server that can be reloaded in the place of the fixed one. */
@Configuration(proxyBeanMethods = false)
public class WatchConfiguration {

  @Bean
  ReloadableServer reloadableServer(CatalogServers servers) {
    return new ReloadableServer(servers);
  }

  @Bean(destroyMethod = "close")
  CatalogWatch catalogWatch(ReloadableServer server) {
    Path folder = Path.of(System.getProperty("SLUICE_CATALOG", "catalog"));
    return CatalogWatch.start(folder, server::reload, System.err::println);
  }
}
