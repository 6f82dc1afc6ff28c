package dev.sluice.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@code moto_server} of this machine, with its interpreter of state machines switched on and
 * its functions at an endpoint of ours.
 */
final class MotoServer implements AutoCloseable {
  static final String PROGRAM = "moto_server";

  private static final Path CLOCK = Stage.HOME.resolve("src/test/python");
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
  private static final int CREATED = 201;
  private static final int OK = 200;

  /** moto goes by the service that the signature names, and looks at no signature. */
  private static final String SIGNED =
      "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/states/aws4_request,"
          + " SignedHeaders=host, Signature=none";

  private final Process process;
  private final URI uri;
  private final HttpClient client = HttpClient.newHttpClient();

  private MotoServer(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** The program, where it is installed. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(PROGRAM))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it on a port that the system chose.
   *
   * @param functionsPort of {@code localhost}, where it calls functions and tells the time
   */
  static MotoServer start(Path program, int functionsPort) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), "-p", "0").redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "MOTO_PORT",
                Integer.toString(functionsPort),
                "SLUICE_TEST_CLOCK",
                "127.0.0.1:" + functionsPort,
                "PYTHONPATH",
                CLOCK.toString(),
                "PYTHONDONTWRITEBYTECODE",
                "1",
                "PYTHONUNBUFFERED",
                "1",
                "NO_PROXY",
                "localhost,127.0.0.1"));
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
    try {
      MotoServer server = new MotoServer(process, listening(process));
      server.post("/moto-api/config", "{\"stepfunctions\": {\"execute_state_machine\": true}}");
      return server;
    } catch (Exception e) {
      end(process);
      throw e;
    }
  }

  private static URI listening(Process process)
      throws InterruptedException, ExecutionException, TimeoutException {
    Pattern said = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");
    CompletableFuture<URI> uri = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              StringBuilder all = new StringBuilder();
              // Read to its end: else it would stand still once the pipe is full.
              try (BufferedReader out = process.inputReader(UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  Matcher matcher = said.matcher(line);
                  if (matcher.find()) {
                    uri.complete(URI.create(matcher.group(1)));
                  } else if (!uri.isDone()) {
                    all.append(line).append('\n');
                  }
                }
              } catch (IOException e) {
                all.append(e);
              }
              uri.completeExceptionally(
                  new IllegalStateException(PROGRAM + " did not get ready: " + all));
            });
    return uri.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Calls an operation of Step Functions.
   *
   * @param account twelve digits; what is in one has nothing to do with what is in another
   */
  JsonNode states(String account, String operation, JsonNode request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            request("/", request.toString())
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("Authorization", SIGNED)
                .header("X-Moto-Account-Id", account)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IllegalStateException(PROGRAM + ", " + operation + ": " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request(path, body).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != CREATED) {
      throw new IllegalStateException(PROGRAM + ", " + path + ": " + answer.body());
    }
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(uri.resolve(path))
        .timeout(REQUEST_LIMIT)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Override
  public void close() {
    end(process);
    client.shutdownNow();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
