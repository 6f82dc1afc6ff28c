package dev.sluice.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sample catalogue, copied to where a test may spoil it. */
record CatalogCopy(Path folder) {

  static CatalogCopy into(Path folder) throws IOException {
    Path sample = Path.of("..", "..", "catalog");
    List<Path> all;
    try (Stream<Path> walk = Files.walk(sample)) {
      all = walk.toList();
    }
    for (Path path : all) {
      Path copy = folder.resolve(sample.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(path, copy);
      }
    }
    return new CatalogCopy(folder);
  }

  /** Changes one place of a file, which must be there. */
  void change(String file, String before, String after) throws IOException {
    String text = read(file);
    if (!text.contains(before)) {
      throw new IllegalArgumentException(file + " does not hold '" + before + "'");
    }
    write(file, text.replace(before, after));
  }

  String read(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
