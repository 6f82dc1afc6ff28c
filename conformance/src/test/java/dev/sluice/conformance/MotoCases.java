package dev.sluice.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.states.cases.Call;
import dev.sluice.states.cases.MachineCase;
import dev.sluice.states.cases.Scripted;
import dev.sluice.states.cases.Scripted.Reaction;
import dev.sluice.states.cases.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Cases run by {@code moto_server}, one after the other. This is the Lambda that it calls, which
 * does what the case says, and the clock that it waits by (src/test/python).
 */
final class MotoCases implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NAME = "case";
  private static final long FIRST_ACCOUNT = 100_000_000_000L;
  private static final String ROLE = "arn:aws:iam::123456789012:role/test";
  private static final Duration CASE_LIMIT = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final long AGAIN_MILLIS = 50;
  private static final int OK = 200;
  private static final int FAILED = 500;

  /** AWS's Lambda says the same, with the number of the request. */
  private static final Pattern REQUEST =
      Pattern.compile(
          " \\(Service: AWSLambda; Status Code: \\d+; Error Code: \\w+; Request ID: [^;]*; Proxy:"
              + " null\\)$");

  private final HttpServer endpoint;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final MotoServer moto;

  private volatile Run run = new Run("", List.of());
  private int cases;

  /** What one case has come to. */
  private static final class Run {
    private final String account;
    private final List<Scripted> script;
    private final List<Call> calls = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private double seconds;
    private boolean hanging;

    private Run(String account, List<Scripted> script) {
      this.account = account;
      this.script = script;
    }

    /** What is to be done; null where the case has no further call. */
    private synchronized @Nullable Scripted called(JsonNode payload) {
      calls.add(new Call(Math.round(seconds), payload));
      if (calls.size() > script.size()) {
        return null;
      }
      Scripted next = script.get(calls.size() - 1);
      hanging = next.reaction() instanceof Reaction.Hangs;
      return next;
    }

    private synchronized void slept(double more) {
      seconds += more;
    }

    private synchronized boolean timedOut(double more) {
      boolean timedOut = hanging;
      if (timedOut) {
        hanging = false;
        seconds += more;
      }
      return timedOut;
    }

    private synchronized List<Call> calls() {
      return List.copyOf(calls);
    }
  }

  private MotoCases(Path program) throws Exception {
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    endpoint.setExecutor(threads);
    endpoint.createContext("/clock/sleep", this::sleep);
    endpoint.createContext("/clock/wait", this::waitOn);
    endpoint.createContext("/2015-03-31/functions/", this::invoke);
    endpoint.start();
    try {
      moto = MotoServer.start(program, endpoint.getAddress().getPort());
    } catch (Exception e) {
      endpoint.stop(0);
      throw e;
    }
  }

  static MotoCases start(Path program) throws Exception {
    return new MotoCases(program);
  }

  /**
   * Runs a case. Each has an account of its own: in one account, moto 5.2.1 starts no second
   * execution.
   *
   * @param executionArn what stands in the trace for the execution's ARN, which is moto's own
   */
  Trace run(String definition, MachineCase one, String executionArn) throws Exception {
    Run mine =
        new Run(
            "%012d".formatted(FIRST_ACCOUNT + ++cases), one.expectedOf(MotoServer.PROGRAM).calls());
    run = mine;
    String machineArn =
        moto.states(
                mine.account,
                "CreateStateMachine",
                object().put("name", NAME).put("definition", definition).put("roleArn", ROLE))
            .get("stateMachineArn")
            .asString();
    String arn =
        moto.states(
                mine.account,
                "StartExecution",
                object()
                    .put("stateMachineArn", machineArn)
                    .put("name", NAME)
                    .put("input", one.input().toString()))
            .get("executionArn")
            .asString();
    try {
      JsonNode end = ended(mine, arn);
      return new Trace(
          mine.calls().stream().map(call -> plain(call, arn, executionArn)).toList(),
          end.get("status").asString(),
          end.path("error").asStringOpt(),
          end.path("cause").asStringOpt());
    } finally {
      mine.over.countDown();
    }
  }

  private JsonNode ended(Run mine, String arn) throws Exception {
    Instant until = Instant.now().plus(CASE_LIMIT);
    while (true) {
      JsonNode described =
          moto.states(mine.account, "DescribeExecution", object().put("executionArn", arn));
      if (!described.get("status").asString().equals("RUNNING")) {
        return described;
      }
      if (Instant.now().isAfter(until)) {
        throw new IllegalStateException("it runs on: " + mine.calls());
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static Call plain(Call call, String arn, String executionArn) {
    ObjectNode payload = ((ObjectNode) call.payload()).deepCopy();
    if (payload.path("execution").asString("").equals(arn)) {
      payload.put("execution", executionArn);
    }
    Optional<String> cause = payload.path("cause").asStringOpt();
    cause.ifPresent(text -> payload.put("cause", REQUEST.matcher(text).replaceFirst("")));
    return new Call(call.atSeconds(), payload);
  }

  private void sleep(HttpExchange exchange) throws IOException {
    try (exchange) {
      run.slept(seconds(exchange));
      send(exchange, OK, "true");
    }
  }

  private void waitOn(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, OK, Boolean.toString(run.timedOut(seconds(exchange))));
    }
  }

  private static double seconds(HttpExchange exchange) throws IOException {
    return Double.parseDouble(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  private void invoke(HttpExchange exchange) throws IOException {
    try (exchange) {
      Run mine = run;
      ObjectNode payload = (ObjectNode) JSON.readTree(exchange.getRequestBody().readAllBytes());
      String token = payload.path("token").asString("");
      if (!token.isEmpty()) {
        payload.put("token", Call.TOKEN);
      }
      Scripted scripted = mine.called(payload);
      if (scripted == null) {
        fail(exchange, new Reaction.Fails("Case.Over", "the case has no such call"));
        return;
      }
      react(exchange, mine, scripted.reaction());
      scripted.token().ifPresent(use -> threads.execute(() -> giveBack(mine, use, token)));
    }
  }

  private static void react(HttpExchange exchange, Run mine, Reaction reaction) throws IOException {
    switch (reaction) {
      case Reaction.Answers answers -> send(exchange, OK, answers.payload().toString());
      case Reaction.AnswersBytes answers ->
          send(exchange, OK, '"' + "x".repeat(answers.bytes() - 2) + '"');
      case Reaction.Fails fails -> fail(exchange, fails);
      case Reaction.Hangs _ -> {
        try {
          mine.over.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  /** As Lambda tells of its own errors, or of a function's. */
  private static void fail(HttpExchange exchange, Reaction.Fails fails) throws IOException {
    String lambda = "Lambda.";
    if (fails.errorType().startsWith(lambda) && !fails.errorType().equals("Lambda.Unknown")) {
      exchange
          .getResponseHeaders()
          .set("x-amzn-ErrorType", fails.errorType().substring(lambda.length()));
      send(exchange, FAILED, object().put("message", fails.errorMessage()).toString());
    } else {
      exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
      send(
          exchange,
          OK,
          object()
              .put("errorMessage", fails.errorMessage())
              .put("errorType", fails.errorType())
              .toString());
    }
  }

  private void giveBack(Run mine, Scripted.TokenUse use, String token) {
    try {
      int slept = 0;
      for (int heartbeat : use.heartbeatsAfterSeconds()) {
        mine.slept(heartbeat - slept);
        slept = heartbeat;
        moto.states(mine.account, "SendTaskHeartbeat", object().put("taskToken", token));
      }
      mine.slept(use.afterSeconds() - slept);
      // What comes before moto waits for heartbeats is not noticed, so it is told again.
      do {
        send(mine.account, token, use.reaction());
      } while (!mine.over.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String account, String token, Reaction reaction)
      throws IOException, InterruptedException {
    switch (reaction) {
      case Reaction.Answers answers ->
          moto.states(
              account,
              "SendTaskSuccess",
              object().put("taskToken", token).put("output", answers.payload().toString()));
      case Reaction.Fails fails ->
          moto.states(
              account,
              "SendTaskFailure",
              object()
                  .put("taskToken", token)
                  .put("error", fails.errorType())
                  .put("cause", fails.errorMessage()));
      default -> throw new IllegalStateException("a token does this in no case: " + reaction);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("x-amzn-RequestId", "test");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  @Override
  public void close() {
    run.over.countDown();
    moto.close();
    endpoint.stop(0);
    threads.shutdownNow();
  }
}
