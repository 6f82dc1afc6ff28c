package dev.sluice.function.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.testkit.FakeReleases;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The deployed package under AWS's runtime client, before a door and a version of ours. */
class ProbeHandlerIT {
  private static final Path ZIP = Path.of("target", "ops-function-lambda.zip");
  private static final String ALIAS = "sluice-test-mcp:live";
  private static final String GOOD =
      "{\"statusCode\": 200, \"body\": \"{\\\"result\\\": {\\\"content\\\": []}}\"}";

  /** Time for one look. */
  private static final Duration TIMEOUT = Duration.ofSeconds(9);

  private volatile String challengeHeader = "WWW-Authenticate";

  @Test
  void handleRequest_doorThatRenamesTheChallenge_isSeenAndMeasured() throws Exception {
    HttpServer door =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    String url = "http://127.0.0.1:" + door.getAddress().getPort() + "/mcp";
    door.createContext("/", exchange -> open(exchange, url));
    door.start();
    try (FakeReleases aws = new FakeReleases(_ -> GOOD.getBytes(UTF_8));
        FunctionProcess probe = start(aws, url)) {
      assertThat(invoke(probe)).contains("{\"looks\":1,\"problems\":[]}");
      assertThat(aws.invoked()).containsExactly(ALIAS);

      // As API Gateway renames a function's own.
      challengeHeader = "x-amzn-Remapped-WWW-Authenticate";
      assertThat(invoke(probe)).contains("the challenge names no resource_metadata");

      door.stop(0);
      assertThat(invoke(probe)).contains("no answer: ConnectException");
      assertThat(aws.invoked()).as("a door that is closed is enough").hasSize(1);
    } finally {
      door.stop(0);
    }
  }

  private void open(HttpExchange exchange, String url) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getPath().equals("/mcp")) {
        exchange
            .getResponseHeaders()
            .set(challengeHeader, "Bearer resource_metadata=\"" + url + "/document\"");
        exchange.sendResponseHeaders(401, -1);
      } else {
        byte[] body = ("{\"resource\": \"" + url + "\"}").getBytes(UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static String invoke(FunctionProcess function) throws InterruptedException {
    return function.invoke("{}".getBytes(UTF_8)).answer().text();
  }

  private static FunctionProcess start(FakeReleases aws, String url) throws IOException {
    Map<String, String> environment = new TreeMap<>(aws.environment());
    environment.put("SLUICE_PROBE_URL", url);
    environment.put("SLUICE_PROBE_FUNCTION", ALIAS);
    return FunctionProcess.start(
        ZIP,
        ProbeHandler.class.getName(),
        FunctionOptions.defaults().withTimeout(TIMEOUT).withEnvironment(environment));
  }
}
