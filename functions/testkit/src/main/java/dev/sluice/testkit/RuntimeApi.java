package dev.sluice.testkit;

import dev.sluice.testkit.FunctionFailure.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's Runtime API on a loopback port, for one function process: hands out queued events, takes
 * responses and errors, holds a SnapStart restore. Thread-safe.
 *
 * <p>A request that must wait ({@code next}, {@code restore/next}) keeps no thread waiting: whoever
 * has the answer writes it to the connection. So an event costs no change of threads here.
 */
public final class RuntimeApi implements AutoCloseable {

  /** Lambda's limit for an event and for a response: 6 MB. */
  public static final int MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

  private static final byte[] NOTHING = new byte[0];
  private static final String ROOT = "/2018-06-01/runtime/";
  private static final String INVOCATION = ROOT + "invocation/";
  private static final JsonMapper JSON = JsonMapper.shared();

  private record Failed(Kind kind, String type, String message) {}

  private record Offer(HttpConnection connection, Invocation invocation) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Invocation> queue = new ArrayDeque<>();
  private final Map<String, Invocation> inFlight = new HashMap<>();
  private final Deque<HttpConnection> asking = new ArrayDeque<>();
  private final HttpServer server;
  private final String functionArn;
  private final @Nullable Freezer freezer;
  private final Supplier<String> output;
  private @Nullable HttpConnection restoring;
  private @Nullable Failed failed;
  private boolean checkpointed;
  private boolean ready;
  private boolean frozen;

  RuntimeApi(String functionArn, @Nullable Freezer freezer, Supplier<String> output)
      throws IOException {
    this.functionArn = functionArn;
    this.freezer = freezer;
    this.output = output;
    this.server = new HttpServer(new Routes());
    server.start();
  }

  /** Opens the API on a free loopback port, for a process that someone else starts. */
  public static RuntimeApi open() throws IOException {
    return new RuntimeApi(arn("function"), null, () -> "");
  }

  static String arn(String functionName) {
    return "arn:aws:lambda:eu-west-1:123456789012:function:" + functionName + ":live";
  }

  /** Host and port, as {@code AWS_LAMBDA_RUNTIME_API} wants them. */
  public String endpoint() {
    return "127.0.0.1:" + server.port();
  }

  /**
   * Queues an event; it is offered as soon as the runtime asks. Events are offered in the order of
   * the calls.
   *
   * @param event at most {@link #MAX_PAYLOAD_BYTES}
   * @param timeout the function's: the deadline its context shows, counted from the offer. A
   *     function that overruns it is not killed; {@link Invocation#await} fails.
   * @throws IllegalArgumentException when the event is longer
   */
  public Invocation invoke(byte[] event, Duration timeout) {
    return invoke(event, timeout, false);
  }

  /**
   * The same.
   *
   * @param sampled whether X-Ray is said to record it
   */
  public Invocation invoke(byte[] event, Duration timeout, boolean sampled) {
    if (event.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException(
          "an event of %d bytes: Lambda takes at most %d"
              .formatted(event.length, MAX_PAYLOAD_BYTES));
    }
    Invocation invocation = new Invocation(this, event, timeout, sampled);
    lock.lock();
    try {
      if (failed != null) {
        invocation.abandon();
        return invocation;
      }
      queue.add(invocation);
      if (frozen && restoring == null) {
        invocation.offeredAt(System.nanoTime());
        thaw();
      }
    } finally {
      lock.unlock();
    }
    offer();
    return invocation;
  }

  /**
   * Waits until the runtime has asked for its first event: init, and the restore where there is
   * one, are over.
   *
   * @throws FunctionFailure when the function failed, or the limit passed
   */
  public void awaitReady(Duration limit) throws InterruptedException {
    await(() -> ready, limit, "asked for an event");
  }

  /**
   * Waits until the runtime has run its hooks before the checkpoint and asks to be restored.
   *
   * @throws FunctionFailure when the function failed, or the limit passed
   */
  public void awaitCheckpoint(Duration limit) throws InterruptedException {
    await(() -> checkpointed, limit, "asked to be restored");
  }

  /**
   * Answers the held {@code restore/next}: the hooks after the restore run now.
   *
   * @throws IllegalStateException when the runtime does not wait for it
   */
  public void restore() throws IOException {
    HttpConnection connection;
    lock.lock();
    try {
      connection = restoring;
      if (connection == null) {
        throw new IllegalStateException(
            "no restore is held: start with snapStart and call awaitCheckpoint first");
      }
      restoring = null;
      if (frozen) {
        thaw();
      }
    } finally {
      lock.unlock();
    }
    connection.write(200, Map.of(), NOTHING);
  }

  /** Ends every wait; closes the port and all connections. */
  @Override
  public void close() throws IOException {
    fail(Kind.EXITED, "", "the Runtime API was closed");
    server.close();
  }

  /** Marks the function as failed, unless it already is: every wait ends with that failure. */
  void fail(Kind kind, String type, String message) {
    lock.lock();
    try {
      if (failed == null) {
        failed = new Failed(kind, type, message);
      }
      queue.forEach(Invocation::abandon);
      queue.clear();
      inFlight.values().forEach(Invocation::abandon);
      inFlight.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The failure that all waits end with, with the output of now. */
  FunctionFailure failure() {
    Failed known;
    lock.lock();
    try {
      known = failed == null ? new Failed(Kind.EXITED, "", "unknown") : failed;
    } finally {
      lock.unlock();
    }
    return new FunctionFailure(known.kind(), known.type(), known.message(), output.get());
  }

  FunctionFailure timedOut(String message) {
    return new FunctionFailure(Kind.TIMED_OUT, "", message, output.get());
  }

  private void await(BooleanSupplier condition, Duration limit, String what)
      throws InterruptedException {
    boolean timedOut = false;
    boolean broken;
    lock.lockInterruptibly();
    try {
      long leftNanos = limit.toNanos();
      while (failed == null && !condition.getAsBoolean() && !timedOut) {
        leftNanos = changed.awaitNanos(leftNanos);
        timedOut = leftNanos <= 0;
      }
      broken = failed != null;
    } finally {
      lock.unlock();
    }
    if (broken) {
      throw failure();
    }
    if (timedOut) {
      throw timedOut("the runtime has not " + what + " within " + limit);
    }
  }

  private void next(HttpConnection connection) throws IOException {
    lock.lock();
    try {
      asking.add(connection);
      ready = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    offer();
  }

  private void holdRestore(HttpConnection connection) {
    lock.lock();
    try {
      freezeIfIdle();
      restoring = connection;
      checkpointed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void reported(HttpConnection connection, HttpConnection.Request request, Kind kind)
      throws IOException {
    Outcome.FunctionError error = ReportedError.of(request);
    connection.write(202, Map.of(), NOTHING);
    fail(kind, error.type(), error.message());
  }

  private void response(HttpConnection connection, String id, byte[] body) throws IOException {
    if (body.length > MAX_PAYLOAD_BYTES) {
      // As on Lambda: the runtime then reports the error of this invocation by itself.
      refuse(connection, 413, "RequestEntityTooLarge", body.length + " bytes");
      return;
    }
    long now = System.nanoTime();
    Invocation invocation = find(id);
    finish(
        connection,
        id,
        new Outcome.Answer(body, invocation == null ? 0 : now - invocation.offeredNanos()));
  }

  private @Nullable Invocation find(String id) {
    lock.lock();
    try {
      return inFlight.get(id);
    } finally {
      lock.unlock();
    }
  }

  private void finish(HttpConnection connection, String id, Outcome outcome) throws IOException {
    Invocation invocation;
    lock.lock();
    try {
      invocation = inFlight.remove(id);
      if (invocation != null) {
        freezeIfIdle();
      }
    } finally {
      lock.unlock();
    }
    if (invocation == null) {
      refuse(connection, 400, "InvalidRequestID", id);
      return;
    }
    connection.write(202, Map.of(), NOTHING);
    invocation.complete(outcome);
  }

  private void freezeIfIdle() {
    if (freezer != null && !frozen && queue.isEmpty() && inFlight.isEmpty()) {
      freezer.freeze();
      frozen = true;
    }
  }

  private void thaw() {
    if (freezer != null) {
      freezer.thaw();
    }
    frozen = false;
  }

  /** Pairs waiting events with waiting requests; writes outside the lock. */
  private void offer() {
    for (Offer offer : pair()) {
      Invocation invocation = offer.invocation();
      try {
        offer.connection().write(200, eventHeaders(invocation), invocation.event());
      } catch (IOException e) {
        fail(Kind.EXITED, "", "the connection broke while an event was offered: " + e);
      }
    }
  }

  private List<Offer> pair() {
    lock.lock();
    try {
      if (queue.isEmpty() || asking.isEmpty()) {
        return List.of();
      }
      List<Offer> offers = new ArrayList<>();
      while (!queue.isEmpty() && !asking.isEmpty()) {
        Invocation invocation = queue.remove();
        inFlight.put(invocation.id(), invocation);
        invocation.offeredAt(System.nanoTime());
        offers.add(new Offer(asking.remove(), invocation));
      }
      return offers;
    } finally {
      lock.unlock();
    }
  }

  private Map<String, String> eventHeaders(Invocation invocation) {
    long nowMillis = System.currentTimeMillis();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.put(
        "Lambda-Runtime-Deadline-Ms", Long.toString(nowMillis + invocation.timeout().toMillis()));
    headers.put("Lambda-Runtime-Invoked-Function-Arn", functionArn);
    headers.put("Lambda-Runtime-Trace-Id", invocation.traceId());
    return headers;
  }

  private static void refuse(HttpConnection connection, int status, String type, String message)
      throws IOException {
    Map<String, String> body = Map.of("errorType", type, "errorMessage", message);
    connection.write(status, Map.of(), JSON.writeValueAsBytes(body));
  }

  private final class Routes implements HttpServer.Handler {

    @Override
    public void handle(HttpConnection connection, HttpConnection.Request request)
        throws IOException {
      String path = request.path();
      switch (request.method() + " " + path) {
        case "GET " + INVOCATION + "next" -> next(connection);
        case "GET " + ROOT + "restore/next" -> holdRestore(connection);
        case "POST " + ROOT + "init/error" -> reported(connection, request, Kind.INIT_ERROR);
        case "POST " + ROOT + "restore/error" -> reported(connection, request, Kind.RESTORE_ERROR);
        case String post when post.startsWith("POST " + INVOCATION) && path.endsWith("/response") ->
            response(connection, id(path, "/response"), request.body());
        case String post when post.startsWith("POST " + INVOCATION) && path.endsWith("/error") ->
            finish(connection, id(path, "/error"), ReportedError.of(request));
        case String other -> refuse(connection, 404, "UnknownPath", other);
      }
    }

    @Override
    public void closed(HttpConnection connection) {
      lock.lock();
      try {
        asking.remove(connection);
        if (restoring == connection) {
          restoring = null;
        }
      } finally {
        lock.unlock();
      }
    }

    private static String id(String path, String suffix) {
      return path.substring(INVOCATION.length(), path.length() - suffix.length());
    }
  }
}
