package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What listens where X-Ray's daemon would, on a port that the system chose. Used by one thread. */
final class Daemon implements AutoCloseable {
  private static final int DATAGRAM_BYTES = 65_536;

  private final DatagramSocket socket;

  Daemon() throws IOException {
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    // What was sent on loopback lies here already.
    socket.setSoTimeout(20);
  }

  /** As a function is told it. */
  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** The documents that lie here, and are now taken away. */
  List<JsonNode> documents() throws IOException {
    List<JsonNode> documents = new ArrayList<>();
    DatagramPacket packet = new DatagramPacket(new byte[DATAGRAM_BYTES], DATAGRAM_BYTES);
    while (true) {
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException _) {
        return documents;
      }
      String[] lines = new String(packet.getData(), 0, packet.getLength(), UTF_8).split("\n", 2);
      if (!lines[0].equals("{\"format\": \"json\", \"version\": 1}")) {
        throw new IOException("the daemon knows no '" + lines[0] + "'");
      }
      documents.add(JsonMapper.shared().readTree(lines[1]));
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
