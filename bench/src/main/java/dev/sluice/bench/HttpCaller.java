package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Posts the same bodies, one after another, over one kept-alive connection, on a bare socket: a
 * client of the JDK would add more than what is measured.
 */
final class HttpCaller implements Caller, AutoCloseable {
  /**
   * What is asked.
   *
   * @param wrong what is wrong with the body of an answer; empty for nothing
   */
  record Question(McpRequest request, Function<byte[], Optional<String>> wrong) {}

  private static final int READ_LIMIT_MILLIS = 35_000;
  private static final int MAX_LINE_BYTES = 8_192;
  private static final String OK = "HTTP/1.1 200";

  private final Socket socket;
  private final InputStream in;
  private final List<Question> questions;
  private final List<byte[]> requests = new ArrayList<>();
  private int next;

  /**
   * A caller.
   *
   * @param headers beside those that every request has
   * @param wrong what is wrong with the body of an answer; empty for nothing
   */
  HttpCaller(
      int port, Map<String, String> headers, byte[] body, Function<byte[], Optional<String>> wrong)
      throws IOException {
    this(port, List.of(new Question(new McpRequest(headers, body), wrong)));
  }

  /** A caller that asks each of the questions in turn, for ever. */
  HttpCaller(int port, List<Question> questions) throws IOException {
    for (Question each : questions) {
      requests.add(request(port, each.request().headers(), each.request().body()));
    }
    this.questions = List.copyOf(questions);
    this.socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_LIMIT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  @Override
  public long callNanos() throws IOException {
    int asked = next;
    next = (next + 1) % requests.size();
    long startNanos = System.nanoTime();
    socket.getOutputStream().write(requests.get(asked));
    String status = line();
    int length = -1;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (line.substring(0, colon).equalsIgnoreCase("Content-Length")) {
        length = Integer.parseInt(line.substring(colon + 1).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    long tookNanos = System.nanoTime() - startNanos;
    if (!status.startsWith(OK)) {
      throw new IllegalStateException("a wrong answer: " + status + " " + new String(body, UTF_8));
    }
    questions
        .get(asked)
        .wrong()
        .apply(body)
        .ifPresent(
            what -> {
              throw new IllegalStateException("a wrong answer: " + what);
            });
    return tookNanos;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() == MAX_LINE_BYTES) {
        throw new IOException("the answer breaks off, or is no HTTP");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  private static byte[] request(int port, Map<String, String> headers, byte[] body) {
    StringBuilder head = new StringBuilder("POST /mcp HTTP/1.1\r\n");
    head.append("Host: 127.0.0.1:").append(port).append("\r\n");
    head.append("Content-Type: application/json\r\n");
    head.append("Accept: application/json, text/event-stream\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append(String.format(Locale.ROOT, "Content-Length: %d\r\n\r\n", body.length));
    byte[] start = head.toString().getBytes(ISO_8859_1);
    byte[] all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }
}
