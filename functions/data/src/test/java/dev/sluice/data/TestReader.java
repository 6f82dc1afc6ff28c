package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Limits;
import dev.sluice.data.inspect.Inspector;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is tested, over servers of a test's choice, with its telemetry and a clock to move. */
final class TestReader implements AutoCloseable {
  static final int CONNECT_MILLIS = 1_000;

  /** Of masks: the bytes 0 to 31. */
  static final Secrets SECRETS = _ -> new LiveKeys(new Key("k", keyBytes(), Instant.EPOCH), null);

  static final ObjectNode NO_ARGUMENTS = JsonMapper.shared().createObjectNode();

  private static final Duration AMPLE = Duration.ofSeconds(20);

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final MovableClock clock = new MovableClock();
  private final Replicas replicas;

  TestReader(Settings settings, Credentials credentials) {
    this(settings, new DatabaseLogin.Kept(credentials));
  }

  TestReader(Settings settings, DatabaseLogin login) {
    this.replicas = new Replicas(settings, login, SECRETS, clock, telemetry);
  }

  /** Over one server, which is taken for a replica. */
  static TestReader of(TestCluster cluster, String url) {
    return of(cluster, List.of(url), null, 1);
  }

  static TestReader of(
      TestCluster cluster, List<String> replicaUrls, @Nullable String primaryUrl, int connections) {
    return new TestReader(
        new Settings(replicaUrls, primaryUrl, connections, CONNECT_MILLIS), cluster.credentials());
  }

  Rows read(String sql) {
    return read(sql, "{}");
  }

  Rows read(String sql, String arguments) {
    return read(sql, arguments, Limits.DEFAULT);
  }

  Rows read(String sql, Limits limits) {
    return read(sql, "{}", limits);
  }

  Rows read(String sql, String arguments, Limits limits) {
    return read(sql, arguments, limits, AMPLE);
  }

  Rows read(String sql, String arguments, Limits limits, Duration remaining) {
    ObjectNode values = (ObjectNode) JsonMapper.shared().readTree(arguments);
    return replicas.read(new Query(SqlTemplate.parse(sql), values, limits), call(remaining));
  }

  Rows readAs(Principal principal, String sql) {
    return readAs(principal, new Query(SqlTemplate.parse(sql), NO_ARGUMENTS, Limits.DEFAULT));
  }

  Rows readAs(Principal principal, Query query) {
    return replicas.read(query, callOf(principal));
  }

  Rows readAdHoc(String sql) {
    return readAdHoc(Principal.LOCAL, sql);
  }

  Rows readAdHoc(Principal principal, String sql) {
    return readAs(
        principal,
        new Query(SqlTemplate.literal(sql), NO_ARGUMENTS, Limits.DEFAULT)
            .withKind(Query.Kind.AD_HOC));
  }

  Call callOf(Principal principal) {
    return new Call(principal, Deadline.after(AMPLE, clock), Reference.next());
  }

  /** One that may be so old, by the clock of the test. */
  Rows read(String sql, Freshness freshness) {
    return read(sql, freshness, Limits.DEFAULT);
  }

  Rows read(String sql, Freshness freshness, Limits limits) {
    ObjectNode none = JsonMapper.shared().createObjectNode();
    return replicas.read(
        new Query(SqlTemplate.parse(sql), none, limits).withFreshness(freshness), call(AMPLE));
  }

  /** The only value of the only row, as JSON. */
  String value(String sql) {
    return value(sql, "{}");
  }

  /** The only value of the only row, as JSON. */
  String value(String sql, String arguments) {
    return only(read(sql, arguments)).toString();
  }

  static JsonNode only(Rows rows) {
    if (rows.rows().size() != 1 || rows.columns().size() != 1) {
      throw new AssertionError("not one value: " + rows);
    }
    return rows.rows().getFirst().getFirst();
  }

  <T> T inspect(Function<Inspector, T> work) {
    return replicas.inspect(Deadline.after(AMPLE, clock), work);
  }

  Call call(Duration remaining) {
    return new Call(Principal.LOCAL, Deadline.after(remaining, clock), Reference.next());
  }

  Replicas replicas() {
    return replicas;
  }

  RecordingTelemetry telemetry() {
    return telemetry;
  }

  long count(Metric metric) {
    return (long) telemetry.sum(metric);
  }

  /** Lets time pass on the wall, and on no other clock. */
  void pass(Duration time) {
    clock.offset = clock.offset.plus(time);
  }

  @Override
  public void close() {
    replicas.close();
  }

  private static byte[] keyBytes() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  private static final class MovableClock implements InstantSource {
    private volatile Duration offset = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(offset);
    }
  }
}
