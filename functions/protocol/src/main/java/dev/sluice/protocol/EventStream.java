package dev.sluice.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.wire.Notification;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** A body of server-sent events, complete when it begins: notifications, then the answer. */
final class EventStream {
  private static final byte[] BEFORE = "event: message\ndata: ".getBytes(UTF_8);
  private static final byte[] AFTER = "\n\n".getBytes(UTF_8);

  private EventStream() {}

  static boolean isWelcome(HttpRequest http) {
    String accept = http.header("accept");
    return accept != null && accept.contains("text/event-stream");
  }

  /** JSON as we write it has no line breaks, so an event is one line of data. */
  static byte[] of(List<Notification> notifications, byte[] answer) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Notification notification : notifications) {
      add(body, Json.write(notification));
    }
    add(body, answer);
    return body.toByteArray();
  }

  private static void add(ByteArrayOutputStream body, byte[] data) {
    body.writeBytes(BEFORE);
    body.writeBytes(data);
    body.writeBytes(AFTER);
  }
}
