package dev.sluice.gateway;

import dev.sluice.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder that a new catalogue goes to: all of it, or nothing. */
final class CatalogFolder {
  private static final String SCHEMAS = "schema";

  private final Path folder;

  CatalogFolder(Path folder) {
    this.folder = folder;
  }

  /** Throws {@link CommandException} where something is there that would be lost. */
  void refuseOther() {
    try {
      if (Files.exists(folder) && !(Files.isDirectory(folder) && list(folder).isEmpty())) {
        throw new CommandException(
            folder + " is there already, and is kept as it is: name another with --catalog DIR");
      }
    } catch (IOException e) {
      throw new CommandException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The JSON Schemas that editors complete by, out of another catalogue; none where it has none.
   */
  static SortedMap<String, String> schemas(Path catalog) throws IOException {
    SortedMap<String, String> schemas = new TreeMap<>();
    Path source = catalog.resolve(SCHEMAS);
    if (Files.isDirectory(source)) {
      for (Path file : list(source)) {
        if (file.toString().endsWith(".json")) {
          schemas.put(SCHEMAS + "/" + file.getFileName(), Files.readString(file));
        }
      }
    }
    return schemas;
  }

  /** Writes the files beside the folder, and gives them its name when they are all there. */
  void write(Map<String, String> files) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Path partial =
        target.resolveSibling(
            "." + target.getFileName() + ".partial-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(partial.resolve(Catalog.TOOLS_FOLDER));
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = partial.resolve(file.getKey());
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, file.getValue());
      }
      // An empty folder gives way; one that was filled meanwhile does not.
      Files.deleteIfExists(target);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(partial);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
