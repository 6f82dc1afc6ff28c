package dev.sluice.cdk;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** moto, which plays AWS and was written by others: a process on a port that the system chose. */
final class MotoServer implements AutoCloseable {
  private static final long START_NANOS = 30_000_000_000L;

  private final Process process;
  private final int port;
  private final String region;
  private final HttpClient client = HttpClient.newHttpClient();

  private MotoServer(Process process, int port, String region) {
    this.process = process;
    this.port = port;
    this.region = region;
  }

  /** Where it is installed; empty where it is not. */
  static Optional<Path> command() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder).resolve("moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static MotoServer start(Path command, String account, String region, Path log)
      throws IOException, InterruptedException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(command.toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("MOTO_ACCOUNT_ID", account);
    MotoServer moto = new MotoServer(builder.start(), port, region);
    long startNanos = System.nanoTime();
    while (!moto.answers()) {
      if (System.nanoTime() - startNanos > START_NANOS || !moto.process.isAlive()) {
        moto.close();
        throw new IllegalStateException("moto did not start: " + Files.readString(log));
      }
      Thread.sleep(100);
    }
    return moto;
  }

  /** Puts an object where a URL names it; the bucket as well, where the body is empty. */
  void put(String path, byte[] body) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path, "s3");
    HttpResponse<String> response =
        send(request.PUT(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    if (response.statusCode() != 200) {
      throw new IOException(path + ": " + response.body());
    }
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** A call of a service that speaks AWS's query protocol; the answer is XML. */
  String query(String service, Map<String, String> form) throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(request("/", service)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build())
        .body();
  }

  /** A call of a service that speaks AWS's JSON protocol. */
  String json(String service, String target, String body) throws IOException, InterruptedException {
    return send(request("/", service)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", target)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build())
        .body();
  }

  @Override
  public void close() {
    client.close();
    // A shim may have started what listens.
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /** moto reads service and region of a signature, and does not check it. */
  private HttpRequest.Builder request(String path, String service) {
    // Buckets are of all regions, and made in the first.
    String where = service.equals("s3") ? "us-east-1" : region;
    return HttpRequest.newBuilder(url(path))
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=id/20261126/"
                + where
                + "/"
                + service
                + "/aws4_request, SignedHeaders=host, Signature=0");
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private boolean answers() {
    try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
