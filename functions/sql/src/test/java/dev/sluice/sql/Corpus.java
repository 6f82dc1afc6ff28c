package dev.sluice.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Statements in a file: each behind a line {@code --!}, which may name what follows it. */
final class Corpus {
  /**
   * A statement.
   *
   * @param group what the nearest line above says
   */
  record Entry(String group, String statement) {}

  private static final String SEPARATOR = "--!";

  private Corpus() {}

  static List<Entry> read(String name) {
    List<Entry> entries = new ArrayList<>();
    String group = "";
    StringBuilder statement = new StringBuilder();
    for (String line : lines(name)) {
      if (line.startsWith(SEPARATOR)) {
        add(entries, group, statement);
        String named = line.substring(SEPARATOR.length()).strip();
        group = named.isEmpty() ? group : named;
      } else {
        statement.append(line).append('\n');
      }
    }
    add(entries, group, statement);
    return entries;
  }

  private static List<String> lines(String name) {
    try (InputStream in = Corpus.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(List<Entry> entries, String group, StringBuilder statement) {
    if (!statement.isEmpty()) {
      entries.add(new Entry(group, statement.toString().strip()));
      statement.setLength(0);
    }
  }
}
