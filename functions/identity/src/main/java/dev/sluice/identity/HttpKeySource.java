package dev.sluice.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a key set over HTTP: no redirects, no more than a key set can need, and an end. Each
 * reading has a client of its own, so that no connection and no thread outlives it into a snapshot.
 */
final class HttpKeySource implements KeySource {
  /** Some hundred keys with their certificates. */
  static final int MAX_BYTES = 256 * 1024;

  /** All of it together: one call a minute waits so long, when the issuer hangs. */
  static final Duration LIMIT = Duration.ofSeconds(2);

  private static final int OK = 200;

  private final URI address;

  HttpKeySource(URI address) {
    this.address = address;
  }

  @Override
  public String read() throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Accept", "application/json").timeout(LIMIT).build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build()) {
      try {
        return body(
            client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES)));
      } finally {
        client.shutdownNow(); // Closing alone waits for an answer that was given up.
      }
    }
  }

  private static String body(CompletableFuture<HttpResponse<byte[]>> answer) throws IOException {
    try {
      HttpResponse<byte[]> response = answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() != OK) {
        throw new IOException("the issuer's keys: status " + response.statusCode());
      }
      return new String(response.body(), UTF_8);
    } catch (ExecutionException e) {
      throw new IOException("the issuer's keys: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("the issuer's keys: no answer in " + LIMIT.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the issuer's keys: interrupted", e);
    }
  }
}
