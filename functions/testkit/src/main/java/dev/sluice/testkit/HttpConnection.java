package dev.sluice.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One kept-alive HTTP/1.1 connection of the runtime: requests with a Content-Length in, responses
 * out in a single write, so that no byte waits for a delayed acknowledgement. One thread may read
 * while another writes.
 */
final class HttpConnection implements AutoCloseable {

  /** The runtime may send 1 MiB of X-Ray cause in one header. */
  private static final int MAX_HEAD_BYTES = 2 << 20;

  /**
   * A request.
   *
   * @param headers by name, whatever its case
   */
  @SuppressWarnings("ArrayRecordComponent") // Read once by its handler, never compared.
  record Request(String method, String path, Map<String, String> headers, byte[] body) {}

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[16 << 10];
  private int start;
  private int end;

  HttpConnection(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /** Waits for the next request; null when the peer closed the connection between two. */
  @Nullable Request read() throws IOException {
    int headEnd = readHead();
    if (headEnd < 0) {
      return null;
    }
    String[] lines =
        new String(buffer, start, headEnd - start, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    start = headEnd + 4;
    String[] requestLine = lines[0].split(" ", -1);
    if (requestLine.length != 3) {
      throw new ProtocolException("not a request line: " + lines[0]);
    }
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("not a header: " + lines[i]);
      }
      headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
    }
    if (headers.containsKey("Transfer-Encoding")) {
      throw new ProtocolException(
          "a body needs a Content-Length here, transfer codings are not read");
    }
    byte[] body = readBody(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
    return new Request(requestLine[0], requestLine[1], headers, body);
  }

  /** Writes one response: the head and the body go out together. */
  void write(int status, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder(512).append("HTTP/1.1 ").append(status).append(" -\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    // The native client reads the content type of every answer, and crashes when there is none.
    head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length);
    byte[] headBytes = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = Arrays.copyOf(headBytes, headBytes.length + body.length);
    System.arraycopy(body, 0, all, headBytes.length, body.length);
    out.write(all);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Reads until a blank line: the index where it begins, or -1 at a clean end. */
  private int readHead() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    }
    int searched = start;
    while (true) {
      for (int i = searched; i + 3 < end; i++) {
        if (buffer[i] == '\r'
            && buffer[i + 1] == '\n'
            && buffer[i + 2] == '\r'
            && buffer[i + 3] == '\n') {
          return i;
        }
      }
      searched = Math.max(start, end - 3);
      if (end - start > MAX_HEAD_BYTES) {
        throw new ProtocolException("a request's head is longer than " + MAX_HEAD_BYTES + " bytes");
      }
      if (end == buffer.length) {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        if (end > start) {
          throw new EOFException("the connection ended inside a request's head");
        }
        return -1;
      }
      end += count;
    }
  }

  private byte[] readBody(int length) throws IOException {
    byte[] body = new byte[length];
    int buffered = Math.min(length, end - start);
    System.arraycopy(buffer, start, body, 0, buffered);
    start += buffered;
    if (in.readNBytes(body, buffered, length - buffered) < length - buffered) {
      throw new EOFException("the connection ended inside a request's body");
    }
    return body;
  }
}
