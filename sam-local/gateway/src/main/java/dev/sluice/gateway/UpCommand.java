package dev.sluice.gateway;

import dev.sluice.catalog.Catalog;
import dev.sluice.function.authorizer.AuthorizerHandler;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.sql.Judge;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.query.QueryTools;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves: a database, the deployed handler over it, and the gateway in front of that. */
@Command(name = "up")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class UpCommand implements Callable<Integer> {
  /** As many callers at once as one laptop has use for. */
  private static final String CONNECTIONS = "8";

  @Spec private CommandSpec spec;

  @Option(names = "--port")
  private int port = 8080;

  @Option(names = "--database")
  private @Nullable String database;

  @Option(names = "--catalog")
  private @Nullable Path catalog;

  @Option(names = "--scale")
  private double scale = SampleDatabase.DEFAULT_SCALE;

  @Option(names = "--replicas")
  private int replicas = 1;

  @Option(names = "--fresh")
  private boolean fresh;

  @Option(names = "--tenant")
  private @Nullable String tenant;

  @Option(names = "--auth")
  private boolean auth;

  @Option(names = "--watch")
  private boolean watch;

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    PrintWriter err = spec.commandLine().getErr();
    DatabaseUrl url = database == null ? null : DatabaseUrl.parse(database);
    Path folder = catalog != null ? catalog : Installation.root().resolve("catalog");
    Catalog checked = checked(folder);
    HttpGateway.checkPortIsFree(port);
    try (Parts parts = new Parts()) {
      LocalDatabase served =
          parts.keep(
              url != null
                  ? LocalDatabase.given(url, System::getenv)
                  : LocalDatabase.sample(
                      new ClusterOptions(sampleFolder(), replicas, fresh, true),
                      scale,
                      checked,
                      err::println));
      configure(served, folder);
      if (System.getenv("SLUICE_CACHE_URL") == null) {
        LocalCache cache = parts.keep(LocalCache.start());
        System.setProperty("SLUICE_CACHE_URL", cache.url().toString());
      }
      if (System.getenv("SLUICE_TASKS_TABLE") == null) {
        LocalTasks tasks = parts.keep(LocalTasks.start(fresh, err::println));
        tasks.settings().forEach(System::setProperty);
      }
      if (System.getenv("SLUICE_AUDIT_FILE") == null) {
        System.setProperty("SLUICE_AUDIT_FILE", AuditCommand.file().toString());
      }
      if (System.getenv("SLUICE_SECRETS_FOLDER") == null
          && System.getenv("SLUICE_SECRETS_PREFIX") == null) {
        System.setProperty("SLUICE_SECRETS_FOLDER", RotateCommand.localFolder().toString());
      }
      if (System.getenv("SLUICE_TASKS_TABLE") == null) {
        parts.keep(LocalErasures.publish());
      }
      if (tenant != null && !auth) {
        System.setProperty("SLUICE_OPEN_TENANT", tenant);
        System.setProperty("SLUICE_OPEN_SCOPES", String.join(" ", scopes(checked)));
      }
      if (watch) {
        // Spring Boot adds these to the application's own classes.
        System.setProperty("spring.main.sources", WatchConfiguration.class.getName());
      }
      PrintWriter out = spec.commandLine().getOut();
      if (auth) {
        LocalIssuer[] issuer = new LocalIssuer[1];
        LocalGateway gateway =
            parts.keep(
                LocalGateway.startGuarded(
                    port,
                    endpoint -> {
                      issuer[0] = parts.keep(LocalIssuer.start(endpoint, tenant, scopes(checked)));
                      return authorizer(endpoint, issuer[0]);
                    },
                    err::println));
        ClientSettings.printGuarded(out, gateway.port(), checked, issuer[0].tokens());
      } else {
        LocalGateway gateway = parts.keep(LocalGateway.start(port, err::println));
        ClientSettings.print(out, gateway.port(), checked);
      }
      parts.started();
      parts.awaitEnd();
    }
    return 0;
  }

  /** Told what its environment would say; from now on the function believes nobody else. */
  private static AuthorizerHandler authorizer(URI endpoint, LocalIssuer issuer) {
    System.setProperty("SLUICE_OPEN", "false");
    System.setProperty("SLUICE_ISSUER", issuer.issuer());
    System.setProperty("SLUICE_ISSUER_KEYS_URL", issuer.keys());
    System.setProperty("SLUICE_ISSUER_LOOPBACK", "true");
    System.setProperty("SLUICE_RESOURCE", endpoint.toString());
    System.setProperty("SLUICE_FURTHER_SCOPES", LocalIssuer.LOGIN_SCOPE);
    System.setProperty("SLUICE_TOKEN_FORM", "at_jwt");
    System.setProperty("SLUICE_TENANT_CLAIM", LocalIssuer.TENANT_CLAIM);
    return new AuthorizerHandler();
  }

  private void checkOptions() {
    range("--port", port, 0, 65_535);
    range("--replicas", replicas, 0, ClusterOptions.MOST_REPLICAS);
    SampleDatabase.checkScale(scale);
    if (tenant != null && tenant.isBlank()) {
      throw new ParameterException(
          spec.commandLine(), "--tenant is empty: write one, or leave it out to see every row");
    }
    if (database != null) {
      for (String option : new String[] {"--scale", "--replicas", "--fresh"}) {
        if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw new ParameterException(
              spec.commandLine(), option + " is the sample's, and --database serves another");
        }
      }
    }
  }

  private void range(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + ": write " + least + " to " + most);
    }
  }

  /** Before anything is started: a mistake in the catalogue is told within a second. */
  private static Catalog checked(Path folder) {
    return ServedCatalog.prepare(Catalog.read(folder), new Judge()).catalog();
  }

  /** What a tenant's caller needs for every tool; a mask is lifted by none of these. */
  private static SortedSet<String> scopes(Catalog catalog) {
    SortedSet<String> scopes = new TreeSet<>();
    catalog.tools().forEach(tool -> scopes.addAll(tool.scopes()));
    scopes.add(QueryTools.SCOPE);
    return scopes;
  }

  static Path sampleFolder() {
    Path folder = Installation.cache().resolve("sample");
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new CommandException(
          folder + " cannot be made: " + e.getMessage() + "; XDG_CACHE_HOME names another place",
          e);
    }
  }

  /** The handler reads what a function's environment would say. */
  static void configure(LocalDatabase served, Path catalog) {
    System.setProperty("SLUICE_REPLICA_URLS", String.join(" ", served.replicaUrls()));
    served.primaryUrl().ifPresent(url -> System.setProperty("SLUICE_PRIMARY_URL", url));
    System.setProperty("SLUICE_CREDENTIALS_FILE", served.credentialsFile().toString());
    System.setProperty("SLUICE_CONNECTIONS", CONNECTIONS);
    System.setProperty("SLUICE_CATALOG", catalog.toAbsolutePath().toString());
    System.setProperty("SLUICE_OPEN", "true");
    System.setProperty("SLUICE_TELEMETRY", "problems");
  }
}
