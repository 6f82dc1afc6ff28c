package dev.sluice.bench;

import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.EmfTelemetry;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.JsonLinesTelemetry;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.OpenSpan;
import dev.sluice.telemetry.Span;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.telemetry.TraceHeader;
import dev.sluice.telemetry.Tracer;
import dev.sluice.xray.XRayTracer;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one call tells, by each sink: a call that asks the cache in vain and reads a few rows. Each
 * line is a system call, as on Lambda.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TelemetryBenchmark {
  private static final TraceHeader SAMPLED =
      new TraceHeader("1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8", true);
  private static final TraceHeader NOT_SAMPLED =
      new TraceHeader(SAMPLED.root(), SAMPLED.parent(), false);

  private final DatagramSocket daemon = bound();
  private final Tracer tracer =
      XRayTracer.of("127.0.0.1:" + daemon.getLocalPort(), Telemetry.discarding());
  private final Telemetry none = Telemetry.discarding();
  private final Telemetry lines = new JsonLinesTelemetry(nowhere(), InstantSource.system());
  private final Telemetry emf = new EmfTelemetry(nowhere(), InstantSource.system(), "7");

  /** The work around telemetry. */
  @Benchmark
  public void none() {
    call(none);
  }

  /** A line for each value, span and event. */
  @Benchmark
  public void lines() {
    call(lines);
  }

  /** A line for the call, of which CloudWatch makes metrics. */
  @Benchmark
  public void emf() {
    call(emf);
  }

  /** The same where X-Ray records nothing of it: what would be sent if it failed is noted. */
  @Benchmark
  public void emfAndSpans() {
    end(NOT_SAMPLED);
  }

  /** The same where X-Ray records it. */
  @Benchmark
  public void emfAndTrace() {
    tracer.send(end(SAMPLED));
  }

  /** Nobody listens where traces go. */
  @TearDown
  public void close() {
    daemon.close();
  }

  private CallTrace end(TraceHeader header) {
    CallScope scope = CallScope.of("01KB0Q4W8N3T5V7X9ZAC", header, Instant.now());
    scope.run(
        () -> {
          call(emf);
          return true;
        });
    return Objects.requireNonNull(scope.end("customer_orders", "ok", false));
  }

  /** Tells of one call. */
  static void call(Telemetry telemetry) {
    try (Telemetry.OpenCall _ = telemetry.open()) {
      telemetry.measure(Metric.CACHE_MISSES, 1);
      try (OpenSpan _ = CallScope.open(Span.CACHE);
          OpenSpan _ = CallScope.open(Span.STATEMENT, "replica-1")) {
        CallScope.open(Span.POOL, "replica-1").close();
        telemetry.measure(Metric.REPLICA_LAG, 3.412);
      }
      telemetry.measure(Metric.STATEMENT_TIME, 1.893);
      telemetry.measure(Metric.ROWS, 15);
      telemetry.measure(Metric.CACHE_TIME, 2);
      telemetry.measure(Metric.CALLS, 1);
      telemetry.measure(Metric.CALL_TIME, 4);
      telemetry.log(
          Event.CALL,
          Map.of(
              Field.REFERENCE, "01KB0Q4W8N3T5V7X9ZAC",
              Field.STATUS, 200,
              Field.TOOL, "customer_orders",
              Field.SOURCE, "database",
              Field.OUTCOME, "ok",
              Field.TOOK_MILLIS, 4L));
    }
  }

  private static DatagramSocket bound() {
    try {
      return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrintStream nowhere() {
    try {
      return new PrintStream(new FileOutputStream("/dev/null"));
    } catch (IOException _) {
      return new PrintStream(OutputStream.nullOutputStream());
    }
  }
}
