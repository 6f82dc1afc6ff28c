package dev.sluice.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The lists beside the classes, which people read and change. */
final class TextResource {
  private TextResource() {}

  /** The lines of a list, without the empty ones and those that start with #. */
  static List<String> lines(String name) {
    try (InputStream in = TextResource.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }

  /** The words of a list. */
  static Set<String> words(String name) {
    Set<String> words = new HashSet<>();
    lines(name).forEach(line -> words.addAll(List.of(line.strip().split(" +", -1))));
    return Set.copyOf(words);
  }
}
