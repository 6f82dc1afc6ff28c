package dev.sluice.alarms.paging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The text of an envelope that is signed ("Verifying the signatures of Amazon SNS messages"). */
final class SnsEnvelope {
  private static final List<String> NOTIFICATION =
      List.of("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type");
  private static final List<String> CONFIRMATION =
      List.of("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type");

  private SnsEnvelope() {}

  static byte[] signed(ObjectNode envelope) {
    StringBuilder text = new StringBuilder();
    for (String name :
        envelope.path("Type").asString("").equals("Notification") ? NOTIFICATION : CONFIRMATION) {
      if (envelope.has(name)) {
        text.append(name).append('\n').append(envelope.path(name).asString()).append('\n');
      }
    }
    return text.toString().getBytes(UTF_8);
  }
}
