package dev.sluice.bench;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.catalog.Limits;
import dev.sluice.data.Credentials;
import dev.sluice.data.DataException;
import dev.sluice.data.Query;
import dev.sluice.data.Replicas;
import dev.sluice.data.Rows;
import dev.sluice.data.Settings;
import dev.sluice.data.SqlTemplate;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.testkit.DeploymentZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How long it takes to see that one of two replicas is gone, and what callers notice: one caller,
 * as an environment of a function has one, that asks every ten milliseconds. Used by one thread.
 */
final class DetectionDrill implements AutoCloseable {
  private static final Duration REST = Duration.ofMillis(10);
  private static final Duration BEFORE = Duration.ofMillis(500);

  /** Long enough to see three probes of what is still gone. */
  private static final Duration GONE = Duration.ofSeconds(9);

  private static final Duration RETURN_LIMIT = Duration.ofSeconds(30);
  private static final int CONNECT_MILLIS = 1_000;

  /** As a tool has them that says nothing. */
  private static final Limits LIMITS = new Limits(10, 10_000, 2_000);

  private static final SqlTemplate QUESTION =
      SqlTemplate.parse("select count(*)::int as v from nation");
  private static final String VICTIM = "replica-1";

  private final Path folder;
  private final PostgresCluster cluster;
  private final Noted noted = new Noted();
  private final Replicas replicas;

  /** What is done to a replica. */
  enum Fault {
    /** Its processes are killed, and the system says so to whoever asks. */
    STOPPED {
      @Override
      void begin(PostgresCluster cluster) {
        cluster.killReplica(0);
      }

      @Override
      void end(PostgresCluster cluster) {
        cluster.restartReplica(0);
      }
    },
    /** Its processes stand still, and nothing says so. */
    HUNG {
      @Override
      void begin(PostgresCluster cluster) {
        cluster.hangReplica(0);
      }

      @Override
      void end(PostgresCluster cluster) {
        cluster.wakeReplica(0);
      }
    };

    abstract void begin(PostgresCluster cluster);

    abstract void end(PostgresCluster cluster);
  }

  /**
   * What was seen of one fault, some times over.
   *
   * @param left nanoseconds from the fault until the replica was left
   * @param calls nanoseconds that each call took from the fault on
   * @param back nanoseconds from the fault's end until the replica was asked again
   * @param failed how many calls failed
   */
  record Seen(Fault fault, Histogram left, Histogram calls, Histogram back, int failed) {
    String line() {
      return String.format(
          Locale.ROOT,
          "%-7s  left after p50 %,.0f ms, max %,.0f ms; %,d calls from then on: %d failed, p99 %,.0f"
              + " ms, max %,.0f ms; asked again after %,.1f s at most",
          fault.name().toLowerCase(Locale.ROOT),
          left.getValueAtPercentile(50) / 1e6,
          left.getMaxValue() / 1e6,
          calls.getTotalCount(),
          failed,
          calls.getValueAtPercentile(99) / 1e6,
          calls.getMaxValue() / 1e6,
          back.getMaxValue() / 1e9);
    }
  }

  private DetectionDrill(Path folder, PostgresCluster cluster, Login login) {
    this.folder = folder;
    this.cluster = cluster;
    this.replicas =
        new Replicas(
            new Settings(cluster.replicaUrls(), cluster.primaryUrl(), 1, CONNECT_MILLIS),
            () -> new Credentials.Login(login.user(), login.password()),
            InstantSource.system(),
            noted);
  }

  /** Starts a primary and two replicas with the sample. */
  static DetectionDrill open(Consumer<String> progress) throws IOException {
    Path folder = Files.createTempDirectory("sluice-detection-");
    PostgresCluster cluster =
        PostgresCluster.start(new ClusterOptions(folder, 2, false, false), progress);
    Login login = SampleDatabase.load(cluster, SampleDatabase.DEFAULT_SCALE, progress);
    return new DetectionDrill(folder, cluster, login);
  }

  /** One fault, so many times. */
  Seen run(Fault fault, int times) throws InterruptedException {
    Seen seen = new Seen(fault, new Histogram(3), new Histogram(3), new Histogram(3), 0);
    int failed = 0;
    for (int i = 0; i < times; i++) {
      int before = askFor(BEFORE, new Histogram(3));
      if (before > 0) {
        throw new IllegalStateException(before + " calls failed before anything was done");
      }
      noted.lostNanos = 0;
      long startNanos = System.nanoTime();
      fault.begin(cluster);
      failed += askFor(GONE, seen.calls());
      if (noted.lostNanos == 0) {
        throw new IllegalStateException("nobody has seen that the replica is gone");
      }
      seen.left().recordValue(Math.max(0, noted.lostNanos - startNanos));
      fault.end(cluster);
      seen.back().recordValue(awaitVictim());
      cluster.awaitReplay();
    }
    return new Seen(fault, seen.left(), seen.calls(), seen.back(), failed);
  }

  @Override
  public void close() {
    replicas.close();
    cluster.close();
    DeploymentZip.deleteTree(folder);
  }

  /** Asks for so long; how many calls failed. */
  private int askFor(Duration time, Histogram took) throws InterruptedException {
    int failed = 0;
    long endNanos = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < endNanos) {
      long startNanos = System.nanoTime();
      try {
        Rows _ = ask();
      } catch (DataException e) {
        failed++;
      }
      took.recordValue(System.nanoTime() - startNanos);
      Thread.sleep(REST);
    }
    return failed;
  }

  private long awaitVictim() throws InterruptedException {
    long startNanos = System.nanoTime();
    while (!ask().source().server().equals(VICTIM)) {
      if (System.nanoTime() - startNanos > RETURN_LIMIT.toNanos()) {
        throw new IllegalStateException("the replica that is back is not asked");
      }
      Thread.sleep(REST);
    }
    return System.nanoTime() - startNanos;
  }

  private Rows ask() {
    return replicas.read(
        new Query(QUESTION, JsonNodeFactory.instance.objectNode(), LIMITS),
        new Call(
            Principal.LOCAL,
            Deadline.after(Duration.ofSeconds(20), InstantSource.system()),
            Reference.next()));
  }

  /** Notes when a server was first found to be lost. */
  private static final class Noted implements Telemetry {
    private volatile long lostNanos;

    @Override
    public void measure(Metric metric, double value) {
      if (metric == Metric.SERVERS_UNREACHABLE && lostNanos == 0) {
        lostNanos = System.nanoTime();
      }
    }

    @Override
    public void log(Event event, Map<Field, ?> fields) {}

    @Override
    public OpenSpan open(Span span) {
      return () -> {};
    }
  }
}
