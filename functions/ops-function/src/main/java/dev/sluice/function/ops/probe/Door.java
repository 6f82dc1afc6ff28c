package dev.sluice.function.ops.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The way in, as a client finds it that has no token: a 401 whose challenge is literal (API Gateway
 * renames a function's), and the document that it names (RFC 9728). Safe for several threads.
 */
public final class Door {
  private static final Duration LIMIT = Duration.ofSeconds(4);
  private static final int MOST_BYTES = 1 << 16;
  private static final int UNAUTHORIZED = 401;
  private static final int OK = 200;
  private static final Pattern METADATA = Pattern.compile("resource_metadata=\"([^\"]{1,500})\"");

  private final URI endpoint;

  /**
   * A way in.
   *
   * @param endpoint the URL that clients are given
   */
  public Door(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** What is wrong with it; null where nothing is. */
  public @Nullable String problem() {
    try {
      HttpURLConnection stranger = open(endpoint);
      stranger.setRequestMethod("POST");
      stranger.setDoOutput(true);
      stranger.setRequestProperty("Content-Type", "application/json");
      stranger.getOutputStream().write("{}".getBytes(StandardCharsets.UTF_8));
      if (stranger.getResponseCode() != UNAUTHORIZED) {
        return "who has no token is answered "
            + stranger.getResponseCode()
            + ", not "
            + UNAUTHORIZED;
      }
      String challenge = stranger.getHeaderField("WWW-Authenticate");
      Matcher metadata = METADATA.matcher(challenge == null ? "" : challenge);
      if (!metadata.find()) {
        return "the challenge names no resource_metadata";
      }
      return document(URI.create(metadata.group(1)));
    } catch (IOException | IllegalArgumentException e) {
      return "no answer: " + e.getClass().getSimpleName();
    }
  }

  private @Nullable String document(URI where) throws IOException {
    HttpURLConnection document = open(where);
    if (document.getResponseCode() != OK) {
      return "the document of RFC 9728 is answered " + document.getResponseCode();
    }
    try (InputStream body = document.getInputStream()) {
      String resource =
          JsonMapper.shared().readTree(body.readNBytes(MOST_BYTES)).path("resource").asString("");
      return resource.equals(endpoint.toString())
          ? null
          : "the document of RFC 9728 is of another resource";
    } catch (JacksonException e) {
      return "the document of RFC 9728 cannot be read";
    }
  }

  private static HttpURLConnection open(URI where) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) where.toURL().openConnection();
    connection.setConnectTimeout((int) LIMIT.toMillis());
    connection.setReadTimeout((int) LIMIT.toMillis());
    connection.setInstanceFollowRedirects(false);
    return connection;
  }
}
