package dev.sluice.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Deployment packages as Lambda takes them: classes at the top, jars in {@code lib/}. */
public final class DeploymentZip {

  private DeploymentZip() {}

  /**
   * Writes a package of a few classes, as a handler for a test or the floor of a bench needs.
   *
   * @param zip the file to write; replaced when it exists
   * @param classes taken from this JVM's class path, without their nested classes
   * @param jars put into {@code lib/}
   */
  public static void write(Path zip, List<Class<?>> classes, List<Path> jars) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (Class<?> type : classes) {
        String entry = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream("/" + entry)) {
          if (in == null) {
            throw new IllegalArgumentException(type + " has no class file on the class path");
          }
          out.putNextEntry(new ZipEntry(entry));
          in.transferTo(out);
        }
      }
      for (Path jar : jars) {
        out.putNextEntry(new ZipEntry("lib/" + jar.getFileName()));
        Files.copy(jar, out);
      }
    }
  }

  /**
   * Unpacks a package.
   *
   * @throws IOException when it cannot be read, or an entry would land outside the folder
   */
  public static void unpack(Path zip, Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      boolean empty = true;
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        empty = false;
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException(zip + ": the entry " + entry.getName() + " leaves the folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(in, target);
        }
      }
      if (empty) {
        throw new IOException(zip + " is no zip, or an empty one");
      }
    }
  }

  /** Deletes a folder with all it holds. */
  public static void deleteTree(Path folder) {
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
