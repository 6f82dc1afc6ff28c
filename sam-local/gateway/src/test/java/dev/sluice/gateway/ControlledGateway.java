package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.gateway.Visitor.Reply;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.RedisServer;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * A guarded gateway before a function that counts in Redis and reads switches, and a function of
 * tasks: all that budgets and switches need, over HTTP.
 */
final class ControlledGateway implements AutoCloseable {
  private static final String REGIONS = "{\"sql\":\"select r_regionkey, r_name from region\"}";
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  private final Properties before = new Properties();
  private final Parts parts = new Parts();
  private final AtomicInteger names = new AtomicInteger();
  private final RedisServer redis;
  private final TokenIssuer issuer;
  private final URI endpoint;

  /**
   * Starts it. Its settings are the system's properties, until it is closed.
   *
   * @param budgets the text of {@code budgets.yaml}
   */
  ControlledGateway(Path folder, String budgets) throws Exception {
    before.putAll(System.getProperties());
    System.setProperty("sluice.root", ROOT.toString());
    System.setProperty("sluice.cache", folder.resolve("cache").toString());
    Files.createDirectories(folder.resolve("cache"));
    CatalogCopy catalog = CatalogCopy.into(folder.resolve("catalog"));
    catalog.write("budgets.yaml", budgets);
    LocalDatabase database =
        parts.keep(
            LocalDatabase.sample(
                ClusterOptions.forTest(folder.resolve("postgres")),
                SampleDatabase.DEFAULT_SCALE,
                Catalog.read(catalog.folder()),
                line -> {}));
    UpCommand.configure(database, catalog.folder());
    redis = parts.keep(RedisServer.start(folder.resolve("redis")));
    System.setProperty("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
    parts
        .keep(LocalTasks.start(false, System.err::println))
        .settings()
        .forEach(System::setProperty);
    System.setProperty("SLUICE_SWITCHES_SECONDS", "1");
    System.setProperty("SLUICE_SECRETS_FOLDER", folder.resolve("secrets").toString());
    System.setProperty("SLUICE_AUDIT_FILE", folder.resolve("audit.jsonl").toString());
    issuer = parts.keep(TokenIssuer.start());
    endpoint =
        parts
            .keep(
                LocalGateway.startGuarded(
                    0, own -> GuardedDoor.of(issuer, own), System.err::println))
            .endpoint();
  }

  @Override
  public void close() {
    parts.close();
    System.setProperties(before);
  }

  /** What counts. */
  RedisServer redis() {
    return redis;
  }

  Visitor visitor(String tenant, String subject) {
    String token =
        issuer.token(
            endpoint.toString(),
            Instant.now(),
            Map.of("sub", subject, "tenant", tenant, "scope", "sql.query"));
    return new Visitor(endpoint, token, tenant, subject, "sql.query");
  }

  /** Somebody of a tenant, whom nobody has seen before. */
  Visitor newcomer() {
    int number = names.incrementAndGet();
    return visitor("tenant-" + number, "somebody-" + number);
  }

  /** Asks for rows of the database. */
  static Reply ask(Visitor one) {
    return one.tool("query", REGIONS);
  }

  /** Whether rows came. */
  static boolean isAnswered(Reply reply) {
    return reply.status() == 200
        && !reply.json().at("/result/isError").asBoolean(false)
        && reply.json().has("result");
  }

  /** The id of a task that was started. */
  static String startTask(Visitor one, String sql) {
    JsonNode started = one.tool("start_query", sql(sql)).json();
    String id = started.at("/result/structuredContent/task_id").asString("");
    assertThat(id).as(started.toString()).isNotEmpty();
    return id;
  }

  /** The status of a task once it has ended. */
  static JsonNode ended(Visitor one, String id) {
    long endNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JsonNode status;
    do {
      assertThat(System.nanoTime()).as("the task takes too long").isLessThan(endNanos);
      status =
          one.tool("task_status", "{\"task_id\":\"" + id + "\"}")
              .json()
              .at("/result/structuredContent");
    } while (status.path("status").asString("").equals("working"));
    return status;
  }

  /** The arguments of a statement. */
  static String sql(String text) {
    return "{\"sql\":\"" + text + "\"}";
  }
}
