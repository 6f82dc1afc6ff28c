package dev.sluice.servers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Just enough of Redis' protocol to look after servers of ours: one command, its reply as text. The
 * client that the product uses would be judged by itself otherwise.
 */
final class RedisWire {
  private static final int LIMIT_MILLIS = 2_000;

  private RedisWire() {}

  /**
   * Sends a command over a connection of its own.
   *
   * @return the reply; nothing for none, a line for each part of an array
   * @throws IOException when there is no reply, or an error: its text
   */
  static String ask(int port, String password, String... words) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      if (!password.isEmpty()) {
        socket.getOutputStream().write(bytes("AUTH", password));
        String _ = reply(in);
      }
      socket.getOutputStream().write(bytes(words));
      return reply(in);
    }
  }

  private static byte[] bytes(String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$')
          .append(word.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n")
          .append(word)
          .append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String reply(InputStream in) throws IOException {
    String head = line(in);
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new IOException(rest);
      case '$' -> bulk(in, Integer.parseInt(rest));
      case '*' -> array(in, Integer.parseInt(rest));
      default -> throw new IOException("not a reply of Redis: " + head);
    };
  }

  private static String bulk(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "";
    }
    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    in.skipNBytes(2);
    return text;
  }

  private static String array(InputStream in, int length) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(reply(in)).append('\n');
    }
    return text.toString();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\r'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      line.append((char) c);
    }
    in.skipNBytes(1);
    return line.toString();
  }
}
