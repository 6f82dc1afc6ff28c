package dev.sluice.sql;

import dev.sluice.call.RelationName;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which relations a statement may read, and which of their columns.
 *
 * @param relations all there are; nothing else can be read
 * @param hash of all of it: verdicts are kept under it
 */
public record Policy(Map<RelationName, Exposed> relations, String hash) {
  /** Copies the map. */
  public Policy {
    relations = Map.copyOf(relations);
  }

  /** A policy whose hash is made from what it says. */
  public static Policy of(Map<RelationName, Exposed> relations) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(relations)
        .forEach(
            (name, exposed) -> {
              part(text, name.schema());
              part(text, name.name());
              exposed.columns().forEach(column -> part(text.append('c'), column));
              new TreeSet<>(exposed.masked()).forEach(column -> part(text.append('m'), column));
            });
    return new Policy(relations, Sha256.hex(text.toString()));
  }

  /** With its length, so that no two policies have the same text. */
  private static void part(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
