package dev.sluice.task.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.task.Backend;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Over what {@code IT_BACKEND} says; s3proxy verifies what is signed. */
class S3ObjectStoreIT extends S3Contract {
  private static Backend backend;

  @BeforeAll
  static void start() {
    backend = Backend.start();
  }

  @AfterAll
  static void stop() {
    backend.close();
  }

  @Override
  URI endpoint() {
    return backend.s3();
  }

  @Test
  void get_withAnotherSecret_isAnErrorThatSaysWhat() throws Exception {
    store().put("a/1/x", new byte[] {1}, TYPE);
    try (S3ObjectStore stranger =
        open(IDENTITY, "another-secret", new S3Settings.Encryption.AsBucket())) {
      assertThatThrownBy(() -> stranger.get("a/1/x", 1))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessageStartingWith("get a/1/x: ");
      assertThatThrownBy(() -> stranger.put("a/1/y", new byte[1], TYPE))
          .isInstanceOf(ObjectStoreException.class);
    }
  }

  @Test
  void link_changed_givesNothing() throws Exception {
    store().put("a/1/x", "content".getBytes(UTF_8), TYPE);
    store().put("a/1/y", "other".getBytes(UTF_8), TYPE);
    URI link = store().link("a/1/x", Duration.ofMinutes(5));
    String text = link.toString();
    char last = text.charAt(text.length() - 1);
    List<String> changed =
        List.of(
            text.replace("a/1/x", "a/1/y"),
            text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0'),
            text.replace("X-Amz-Expires=300", "X-Amz-Expires=900"),
            text.substring(0, text.indexOf('?')));
    for (String other : changed) {
      assertThat(other).isNotEqualTo(text);
      assertThat(load(URI.create(other)).statusCode()).as(other).isEqualTo(403);
    }
    assertThat(send(HttpRequest.newBuilder(link).DELETE()).statusCode()).isEqualTo(403);
    assertThat(load(link).statusCode()).isEqualTo(200);
  }

  @Test
  void link_expired_givesNothing() throws Exception {
    store().put("a/1/x", "content".getBytes(UTF_8), TYPE);
    URI link = store().link("a/1/x", Duration.ofSeconds(2));
    assertThat(load(link).statusCode()).isEqualTo(200);
    Thread.sleep(3_500);
    assertThat(load(link).statusCode()).isEqualTo(403);
  }

  @Test
  void list_emptyAnswer_isAnErrorAndNotAnEndOfTheList() throws Exception {
    HttpServer empty =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    empty.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    empty.start();
    try (S3ObjectStore store = at(empty.getAddress().getPort())) {
      assertThatThrownBy(() -> store.list("a/", null, 10))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessage("list a/: the answer was empty");
    } finally {
      empty.stop(0);
    }
  }

  @Test
  void any_serverThatNeverAnswers_isGivenUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        S3ObjectStore store = at(silent.getLocalPort())) {
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> store.put("a/1/x", new byte[1], TYPE))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessageStartingWith("put a/1/x: ");
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofSeconds(ObjectStore.MOST_SECONDS + 3));
    }
  }

  private static S3ObjectStore at(int port) {
    return new S3ObjectStore(
        new S3Settings(
            "results",
            "us-east-1",
            URI.create("http://127.0.0.1:" + port),
            new S3Settings.Encryption.AsBucket()),
        StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, SECRET)));
  }
}
