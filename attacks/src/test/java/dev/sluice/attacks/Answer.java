package dev.sluice.attacks;

import java.util.List;

/**
 * All that came back to the client.
 *
 * @param texts each cell, notice and error, as text
 * @param bytes that came over the wire in cells, whether they were shown or not
 * @param millis from sending to the end
 * @param failed whether it ended with an error
 */
record Answer(List<String> texts, long bytes, long millis, boolean failed) {
  Answer {
    texts = List.copyOf(texts);
  }

  /** What a gate says that lets nothing through. */
  static Answer refused(String why) {
    return new Answer(List.of(why), 0, 0, true);
  }
}
