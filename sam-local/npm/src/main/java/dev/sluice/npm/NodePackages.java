package dev.sluice.npm;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Node and the programs written for it, from the npm registry: exactly what {@code
 * package-lock.json} pins, installed once and kept.
 *
 * @param folder holds {@code node_modules}
 */
public record NodePackages(Path folder) {
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);
  private static final String MANIFEST = "package.json";
  private static final String LOCK = "package-lock.json";
  private static final int KEY_CHARS = 16;

  /**
   * Installs what is not installed yet. Of several processes, one does and the others wait.
   *
   * @param manifests the folder of both files
   * @param cache what is kept between runs
   * @param progress is told before it takes long, and after
   */
  public static NodePackages install(Path manifests, Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    Files.createDirectories(cache);
    Path folder = cache.resolve("npm-" + key(manifests.resolve(LOCK)));
    Path lock = cache.resolve(folder.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.isDirectory(folder)) {
        fetch(manifests, folder, progress);
      }
    }
    return new NodePackages(folder);
  }

  /** A run of Node in the folder, so that scripts find what is installed there. */
  public ProcessBuilder node(String... arguments) {
    return new ProcessBuilder(
            Stream.concat(Stream.of(binary("node").toString()), Stream.of(arguments)).toList())
        .directory(folder.toFile());
  }

  /** A program that a package brings along. */
  public Path binary(String name) {
    return folder.resolve("node_modules/.bin").resolve(name);
  }

  private static void fetch(Path manifests, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(
        "Fetching Node and the packages of "
            + manifests.getFileName()
            + "/ with npm, once: about 300 MB.");
    long startNanos = System.nanoTime();
    Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
    Folders.delete(partial);
    Files.createDirectories(partial);
    for (String file : List.of(MANIFEST, LOCK)) {
      Files.copy(manifests.resolve(file), partial.resolve(file));
    }
    Path log = folder.resolveSibling(folder.getFileName() + ".log");
    // Scripts of packages are not run: nothing here needs them.
    int status =
        Program.run(
            new ProcessBuilder(
                    "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
                .directory(partial.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(new File("/dev/null")),
            INSTALL_LIMIT,
            "npm does not start; it comes with Node: apt-get install npm | brew install node");
    if (status != 0) {
      throw new ProgramException(
          "npm could not install the packages, it ended with status "
              + status
              + ":\n"
              + Files.readString(log).strip());
    }
    if (!Files.isExecutable(new NodePackages(partial).binary("node"))) {
      throw new ProgramException(
          "npm installed no Node for "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": "
              + manifests.resolve(MANIFEST)
              + " names those there are, and npm's setting 'omit' must not hold 'optional'");
    }
    Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
    progress.accept("Fetched in " + (System.nanoTime() - startNanos) / 1_000_000_000 + " s.");
  }

  private static String key(Path lock) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(lock));
      return HexFormat.of().formatHex(hash).substring(0, KEY_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
