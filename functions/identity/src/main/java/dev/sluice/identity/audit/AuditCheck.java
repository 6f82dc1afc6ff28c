package dev.sluice.identity.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks whether records are as they were written: none edited, missing in the midst or moved. What
 * is cut off at the end of an environment's chain cannot be seen here, nor a chain that somebody
 * made anew from one place to its end.
 */
public final class AuditCheck {
  private static final JsonMapper JSON = JsonMapper.shared();

  private AuditCheck() {}

  /**
   * Where a chain is broken.
   *
   * @param line from 1
   * @param problem what is wrong there
   */
  public record Broken(int line, String problem) {}

  private record Last(long sequence, String hash) {}

  /** The first place at which a chain is broken; empty where all hold. */
  public static Optional<Broken> firstBroken(List<String> lines) {
    Map<String, Last> chains = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String problem = problem(lines.get(i), chains);
      if (problem != null) {
        return Optional.of(new Broken(i + 1, problem));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String problem(String line, Map<String, Last> chains) {
    int end = line.lastIndexOf(AuditLine.HASH);
    if (end < 0 || !line.endsWith("\"}")) {
      return "it is no record";
    }
    if (!AuditLine.hash(line.substring(0, end)).equals(AuditLine.hashOf(line))) {
      return "it was edited: its hash is another";
    }
    JsonNode record;
    try {
      record = JSON.readTree(line);
    } catch (JacksonException e) {
      return "it is no record";
    }
    String environment = record.path("environment").asString("");
    long sequence = record.path("sequence").asLong(0);
    Last before = chains.getOrDefault(environment, new Last(0, AuditLine.NOTHING_BEFORE));
    if (sequence <= before.sequence()) {
      return "record " + sequence + " of its environment stands behind " + before.sequence();
    }
    if (sequence != before.sequence() + 1) {
      return "records " + (before.sequence() + 1) + " to " + (sequence - 1) + " are missing";
    }
    if (!record.path("previous").asString("").equals(before.hash())) {
      return "the record before it is another than when it was written";
    }
    chains.put(environment, new Last(sequence, AuditLine.hashOf(line)));
    return null;
  }
}
