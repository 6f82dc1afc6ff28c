package dev.sluice.attacks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A file of SQL texts. Lines that begin with {@code --!} stand between them and say what the text
 * below is; everything else is text, byte for byte but for empty lines around it.
 */
final class SqlFile {
  private static final String MARK = "--!";

  private SqlFile() {}

  /**
   * A text and what the lines above it say.
   *
   * @param file the file's name without its ending
   * @param line where the text starts, counted from 1
   * @param directives in order, without their mark; may be empty
   * @param text what is sent
   */
  record Entry(String file, int line, List<Directive> directives, String text) {}

  /** A line between texts: its first word, and the rest. */
  record Directive(String word, String rest) {
    static Directive of(String line) {
      String said = line.substring(MARK.length()).strip();
      int space = said.indexOf(' ');
      return space < 0
          ? new Directive(said, "")
          : new Directive(said.substring(0, space), said.substring(space).strip());
    }
  }

  /** All files of a folder of resources, by name. */
  static List<Entry> readAll(String folder) {
    try {
      URI place = Objects.requireNonNull(SqlFile.class.getResource(folder)).toURI();
      if (!place.getScheme().equals("jar")) {
        return readAll(Path.of(place));
      }
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return readAll(jar.getPath(folder));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Entry> readAll(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        entries.addAll(read(file));
      }
    }
    return entries;
  }

  private static List<Entry> read(Path file) throws IOException {
    String name = file.getFileName().toString().replaceFirst("\\.sql$", "");
    List<Entry> entries = new ArrayList<>();
    List<Directive> directives = new ArrayList<>();
    List<String> text = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.startsWith(MARK)) {
        text.add(line);
      } else {
        if (!text.stream().allMatch(String::isBlank)) {
          entries.add(entry(name, number, directives, text));
          directives = new ArrayList<>();
        }
        text.clear();
        directives.add(Directive.of(line));
      }
    }
    if (!text.stream().allMatch(String::isBlank)) {
      entries.add(entry(name, number + 1, directives, text));
    }
    return entries;
  }

  private static Entry entry(String file, int end, List<Directive> directives, List<String> lines) {
    int start = end - lines.size();
    String text = String.join("\n", lines).strip();
    return new Entry(file, start, List.copyOf(directives), text);
  }
}
