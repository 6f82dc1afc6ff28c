package dev.sluice.bench;

import dev.sluice.gateway.TaskStack;
import dev.sluice.gateway.Unaudited;
import dev.sluice.servers.RedisServer;
import dev.sluice.states.Functions;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The same question to the deployed function with each part of governance on and off, each in a
 * process of its own, restored from a snapshot, beside one Redis and one DynamoDB Local; and the
 * deployed authorizer. Used by one thread.
 */
final class GovernedCallers implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final String AUTHORIZER =
      "functions/authorizer-function/target/authorizer-function-lambda.zip";
  private static final String AUTHORIZER_HANDLER =
      "dev.sluice.function.authorizer.AuthorizerHandler";
  private static final String RESOURCE = "https://mcp.example.com/mcp";

  /** Whose rows are asked for. */
  static final String TENANT = "BUILDING";

  private static final double NANOS_PER_MILLI = 1e6;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** More than a bench can use up. */
  private static final String BUDGETS =
      """
      principal:
        calls_per_minute: 1000000000
        rows_per_day: 1000000000000
        bytes_per_day: 1000000000000000
        database_ms_per_day: 1000000000000
      tenant:
        calls_per_minute: 1000000000
        rows_per_day: 1000000000000
        bytes_per_day: 1000000000000000
        database_ms_per_day: 1000000000000
      """;

  private final List<AutoCloseable> started = new ArrayList<>();
  private final Stage stage;
  private final RedisServer redis;
  private final TaskStack stores;
  private final TokenIssuer issuer;
  private final McpRequest question;
  private final Map<Part, Kind> kinds = new EnumMap<>(Part.class);

  /** What stands between a caller and the rows. */
  enum Part {
    /** A caller that nobody knows, in a tenant of its own accord. */
    NOTHING("nothing of it"),
    /** Calls, rows, bytes and milliseconds counted in Redis; switches read from DynamoDB. */
    BUDGETS("budgets and switches"),
    /** A pseudonym, a record, its place in the chain, and the line written. */
    AUDIT("audit"),
    /** Who calls is known from the event: the API kept the authorizer's answer. */
    IDENTITY_KEPT("identity, the API keeps the answer"),
    /** The authorizer checks the token for each call, as deployed. */
    IDENTITY_CHECKED("identity, the token is checked"),
    /** All of them, with the token checked. */
    ALL("all of them");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    /** For people. */
    String words() {
      return words;
    }
  }

  /**
   * What the calls of one kind go through.
   *
   * @param event of the question
   * @param authorizer asked before; null where none is
   */
  @SuppressWarnings("ArrayRecordComponent") // Sent again and again, never compared.
  private record Kind(
      FunctionProcess function, byte[] event, @Nullable FunctionProcess authorizer) {
    List<FunctionProcess> processes() {
      return authorizer == null ? List.of(function) : List.of(authorizer, function);
    }
  }

  private GovernedCallers(Stage stage, McpRequest question) throws IOException {
    this.stage = stage;
    this.question = question;
    try {
      putUnauditedInto(stage.taskRoot());
      redis = keep(RedisServer.start(stage.folder().resolve("redis-of-budgets")));
      stores =
          keep(
              TaskStack.start(
                  Stage.root(), null, List.of(), (_, _) -> new Functions.Failed("NoTasks", "")));
      issuer = keep(TokenIssuer.start());
      byte[] stranger = question.event().toBytes();
      byte[] known =
          question.event().authorizer(Map.of("principalId", "ada", "tenant", TENANT)).toBytes();
      kinds.put(Part.NOTHING, new Kind(start(true, false, false), stranger, null));
      kinds.put(Part.BUDGETS, new Kind(start(true, true, false), stranger, null));
      kinds.put(Part.AUDIT, new Kind(start(true, false, true), stranger, null));
      // Each has its own: a process that is called twice as often is compiled sooner.
      kinds.put(Part.IDENTITY_KEPT, new Kind(start(false, false, false), known, null));
      kinds.put(
          Part.IDENTITY_CHECKED, new Kind(start(false, false, false), known, startAuthorizer()));
      kinds.put(Part.ALL, new Kind(start(false, true, true), known, startAuthorizer()));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts all of it.
   *
   * @param question whose answer reads what a tenant may see
   */
  static GovernedCallers start(Stage stage, McpRequest question)
      throws IOException, InterruptedException {
    GovernedCallers callers = new GovernedCallers(stage, question);
    try {
      for (AutoCloseable part : callers.started) {
        if (part instanceof FunctionProcess process) {
          process.awaitCheckpoint(START_LIMIT);
          process.restore();
        }
      }
      return callers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      callers.close();
      throw e;
    }
  }

  /**
   * Calls one after the other.
   *
   * @throws IllegalStateException on a wrong answer
   */
  Turn turn(Part part, int calls) throws IOException, InterruptedException {
    Kind kind = Objects.requireNonNull(kinds.get(part));
    byte[] check = kind.authorizer() == null ? null : authorizerEvent();
    long cpuBefore = cpuNanos(kind);
    long[] nanos = new long[calls];
    for (int i = 0; i < calls; i++) {
      nanos[i] = callNanos(kind, check);
    }
    long cpu = cpuNanos(kind) - cpuBefore;
    Arrays.sort(nanos);
    return new Turn(nanos[calls / 2] / NANOS_PER_MILLI, cpu / NANOS_PER_MILLI / calls);
  }

  /** What was counted in Redis by now: with nothing there, the bench measures something else. */
  void requireCounters() {
    if (redis.ask("KEYS", "sluice:budget:*").isBlank()) {
      throw new IllegalStateException("no call was counted in Redis");
    }
  }

  @Override
  public void close() throws IOException {
    for (AutoCloseable part : started.reversed()) {
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  private static long callNanos(Kind kind, byte @Nullable [] check) throws InterruptedException {
    long nanos = 0;
    if (kind.authorizer() != null && check != null) {
      Outcome.Answer decided = kind.authorizer().invoke(check).answer();
      nanos += decided.tookNanos();
      if (!decided.text().contains("\"Allow\"")) {
        throw new IllegalStateException("the authorizer did not allow it: " + decided.text());
      }
    }
    Outcome.Answer answer = kind.function().invoke(kind.event()).answer();
    String text = ProxyAnswer.parse(answer.bytes()).text();
    if (!text.contains("\"row_count\":") || text.contains("\"isError\":true")) {
      throw new IllegalStateException("a wrong answer: " + text);
    }
    return nanos + answer.tookNanos();
  }

  /** With a token that is made now: it is good for an hour. */
  private byte[] authorizerEvent() {
    String token =
        issuer.token(
            RESOURCE, Instant.now(), Map.of("sub", "ada", "tenant", TENANT, "scope", "sql.query"));
    ObjectNode event = JSON.createObjectNode().put("type", "REQUEST");
    event.put("methodArn", "arn:aws:execute-api:eu-central-1:1:api/live/POST/mcp");
    event.put("path", "/mcp");
    ObjectNode headers = event.putObject("multiValueHeaders");
    question.headers().forEach((name, value) -> headers.putArray(name).add(value));
    headers.putArray("Authorization").add("Bearer " + token);
    return JSON.writeValueAsBytes(event);
  }

  private static long cpuNanos(Kind kind) throws IOException {
    long nanos = 0;
    for (FunctionProcess process : kind.processes()) {
      nanos +=
          ProcessHandle.of(process.pid())
              .flatMap(handle -> handle.info().totalCpuDuration())
              .orElseThrow(() -> new IOException("a function ended, or tells no CPU time"))
              .toNanos();
    }
    return nanos;
  }

  private FunctionProcess start(boolean open, boolean budgets, boolean audit) throws IOException {
    Map<String, String> environment = stage.environment();
    environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
    environment.put("SLUICE_OPEN", String.valueOf(open));
    if (open) {
      environment.put("SLUICE_OPEN_TENANT", TENANT);
    }
    if (budgets) {
      environment.put("SLUICE_CATALOG", governedCatalog().toString());
      environment.putAll(settings("SLUICE_SWITCHES_TABLE"));
    }
    FunctionOptions options = stage.options().withSnapStart();
    if (audit) {
      environment.putAll(settings("SLUICE_SUBJECTS_TABLE"));
    } else {
      options = options.withJvmArguments("-Dspring.main.sources=" + Unaudited.class.getName());
    }
    return keep(stage.start(options.withEnvironment(environment)));
  }

  /** Where DynamoDB is, and one table there. */
  private Map<String, String> settings(String table) {
    Map<String, String> all = new HashMap<>(stores.environment());
    all.keySet().removeIf(name -> !name.startsWith("AWS_") && !name.equals(table));
    return all;
  }

  private FunctionProcess startAuthorizer() throws IOException {
    return keep(
        FunctionProcess.start(
            Stage.root().resolve(AUTHORIZER),
            AUTHORIZER_HANDLER,
            FunctionOptions.defaults()
                .withFunctionName("authorizer")
                .withSnapStart()
                .withEnvironment(issuer.settings(RESOURCE))));
  }

  /** The stage's catalogue, with budgets again. */
  private Path governedCatalog() throws IOException {
    Path copy = stage.folder().resolve("governed-catalog");
    if (Files.exists(copy)) {
      return copy;
    }
    Path catalog = stage.taskRoot().resolve("catalog");
    List<Path> all;
    try (Stream<Path> walk = Files.walk(catalog)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Files.copy(path, copy.resolve(catalog.relativize(path).toString()));
    }
    Files.writeString(copy.resolve("budgets.yaml"), BUDGETS);
    return copy;
  }

  /** Nothing but the functions that are told its name looks at it. */
  private static void putUnauditedInto(Path taskRoot) throws IOException {
    String file = Unaudited.class.getName().replace('.', '/') + ".class";
    try (InputStream in = Unaudited.class.getResourceAsStream("/" + file)) {
      Path target = taskRoot.resolve(file);
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      Files.copy(Objects.requireNonNull(in, file), target);
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    started.add(part);
    return part;
  }
}
