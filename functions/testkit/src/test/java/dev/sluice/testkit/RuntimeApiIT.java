package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API as any HTTP client sees it; the real client drives it in the other tests. */
final class RuntimeApiIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private RuntimeApi api;

  @BeforeEach
  void open() throws IOException {
    api = RuntimeApi.open();
  }

  @AfterEach
  void close() throws IOException {
    api.close();
    client.close();
  }

  @Test
  void next_eventQueued_hasLambdasHeaders() throws Exception {
    Invocation invocation = api.invoke("{}".getBytes(UTF_8), TIMEOUT);

    HttpResponse<String> next = get("invocation/next");

    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.body()).isEqualTo("{}");
    assertThat(header(next, "Lambda-Runtime-Aws-Request-Id")).isEqualTo(invocation.id());
    assertThat(Long.parseLong(header(next, "Lambda-Runtime-Deadline-Ms")))
        .isCloseTo(System.currentTimeMillis() + TIMEOUT.toMillis(), within(5_000L));
    assertThat(header(next, "Lambda-Runtime-Invoked-Function-Arn")).startsWith("arn:aws:lambda:");
    assertThat(header(next, "Lambda-Runtime-Trace-Id"))
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
  }

  @Test
  void response_toAnEvent_completesIt() throws Exception {
    Invocation invocation = api.invoke("{}".getBytes(UTF_8), TIMEOUT);
    get("invocation/next");

    assertThat(post("invocation/" + invocation.id() + "/response", "done")).isEqualTo(202);

    assertThat(invocation.await().answer().text()).isEqualTo("done");
    assertThat(post("invocation/" + invocation.id() + "/response", "twice")).isEqualTo(400);
  }

  @Test
  void response_nobodyAskedFor_badRequest() throws Exception {
    assertThat(post("invocation/unknown/response", "x")).isEqualTo(400);
  }

  @Test
  void request_ofAnUnknownPath_notFound() throws Exception {
    assertThat(get("nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void invoke_eventAboveSixMegabytes_refused() {
    byte[] event = new byte[RuntimeApi.MAX_PAYLOAD_BYTES + 1];

    assertThatThrownBy(() -> api.invoke(event, TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void close_invocationWaits_ended() throws Exception {
    Invocation invocation = api.invoke("{}".getBytes(UTF_8), TIMEOUT);

    api.close();

    assertThatThrownBy(invocation::await)
        .isInstanceOf(FunctionFailure.class)
        .hasMessageContaining("closed");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).timeout(TIMEOUT).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private URI uri(String path) {
    return URI.create("http://" + api.endpoint() + "/2018-06-01/runtime/" + path);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElseThrow();
  }
}
