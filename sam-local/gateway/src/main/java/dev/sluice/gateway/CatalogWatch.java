package dev.sluice.gateway;

import dev.sluice.catalog.CatalogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Watches a catalogue's folder, and has it read again whenever a file in it has changed. */
final class CatalogWatch implements AutoCloseable {
  /** Short enough that nobody waits; a few dozen files are looked at in less than a millisecond. */
  private static final Duration PERIOD = Duration.ofMillis(250);

  private static final int MAX_FOLDERS_DEEP = 3;

  private final Path folder;
  private final Runnable reload;
  private final Consumer<String> out;
  private final Thread thread;
  private String served;
  private volatile boolean closed;

  private CatalogWatch(Path folder, String served, Runnable reload, Consumer<String> out) {
    this.folder = folder;
    this.served = served;
    this.reload = reload;
    this.out = out;
    this.thread = Thread.ofPlatform().daemon().name("catalog-watch").unstarted(this::watch);
  }

  /**
   * Starts to watch.
   *
   * @param served the folder's {@link #state} before what is served now was read from it
   * @param reload throws {@link CatalogException} when the catalogue does not check
   * @param out is told what came of it, a line or more each time
   */
  static CatalogWatch start(Path folder, String served, Runnable reload, Consumer<String> out) {
    CatalogWatch watch = new CatalogWatch(folder, served, reload, out);
    watch.thread.start();
    return watch;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }

  /**
   * A change is taken up once the files have kept still for a period: an editor writes in steps.
   */
  private void watch() {
    String before = served;
    while (!closed) {
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException e) {
        return;
      }
      String now = state(folder);
      if (!now.equals(served) && now.equals(before)) {
        served = now;
        reload();
      }
      before = now;
    }
  }

  private void reload() {
    try {
      reload.run();
      out.accept("catalogue reloaded");
    } catch (CatalogException e) {
      out.accept(
          "the changed catalogue does not check; the one before is still served:\n        "
              + String.valueOf(e.getMessage()).replace("\n", "\n        "));
    } catch (RuntimeException e) {
      out.accept("the changed catalogue cannot be served; the one before is: " + e);
    }
  }

  /** Names, sizes and times of all files; a folder that is gone has none. */
  static String state(Path folder) {
    TreeMap<String, String> files = new TreeMap<>();
    // The folder itself may be a link, which a walk would not follow.
    try (Stream<Path> walk = Files.walk(folder.toRealPath(), MAX_FOLDERS_DEEP)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        files.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
      }
    } catch (IOException | java.io.UncheckedIOException e) {
      // Deleted while it was looked at: seen as it is by the next look.
    }
    return files.toString();
  }
}
