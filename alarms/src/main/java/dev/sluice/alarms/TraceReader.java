package dev.sluice.alarms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a trace: JSON Lines with {@code at}, {@code metric}, {@code value}, and where they are not
 * the usual ones {@code namespace}, {@code dimensions} and {@code count}. What a function logs in
 * the embedded metric format is read as well; other lines are passed over.
 */
public final class TraceReader {
  private static final int MAX_LINES = 5_000_000;

  private TraceReader() {}

  /**
   * The points of a file, in the order of time.
   *
   * @throws IllegalArgumentException where a line is none: which, and what to write instead
   */
  public static List<Point> read(Path file) throws IOException {
    List<Point> points = new ArrayList<>();
    int line = 0;
    for (String text : Files.readAllLines(file)) {
      line++;
      if (line > MAX_LINES) {
        throw new IllegalArgumentException(
            file + ": more than " + MAX_LINES + " lines. Cut it, or sum up values with 'count'.");
      }
      try {
        JsonNode node = JsonMapper.shared().readTree(text);
        if (node.has("metric")) {
          points.add(point(node));
        } else if (node.has("_aws")) {
          EmfLine.points(node, points);
        }
      } catch (JacksonException | DateTimeParseException e) {
        throw new IllegalArgumentException(
            file
                + ":"
                + line
                + ": this is no point of a trace. Write {\"at\": \"2026-11-26T12:00:00Z\","
                + " \"metric\": \"calls_count\", \"value\": 1}.",
            e);
      }
    }
    points.sort(Comparator.comparingLong(Point::second));
    return points;
  }

  private static Point point(JsonNode node) {
    Map<String, String> dimensions = new HashMap<>();
    node.path("dimensions")
        .properties()
        .forEach(entry -> dimensions.put(entry.getKey(), entry.getValue().asString()));
    return new Point(
        Instant.parse(node.path("at").asString("")).getEpochSecond(),
        node.path("namespace").asString(Source.OURS),
        node.path("metric").asString(),
        dimensions,
        node.path("value").asDouble(),
        node.path("count").asInt(1));
  }
}
