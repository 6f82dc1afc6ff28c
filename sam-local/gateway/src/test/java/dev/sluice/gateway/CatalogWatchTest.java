package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogWatchTest {
  private static final String TOOL =
      """
      name: one
      title: One
      description: %s
      input: { type: object, additionalProperties: false }
      sql: select 1 as one
      limits: { rows: 1, bytes: 4096, timeout_ms: 1000 }
      examples: [ {} ]
      """;

  @TempDir private Path folder;
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Catalog> read = new LinkedBlockingQueue<>();
  private Path tool;
  private CatalogWatch watch;

  @BeforeEach
  void start() throws IOException {
    tool = Files.createDirectory(folder.resolve("tools")).resolve("one.yaml");
    Files.writeString(tool, TOOL.formatted("First."));
    watch = watch(CatalogWatch.state(folder));
  }

  @AfterEach
  void stop() {
    watch.close();
  }

  @Test
  void change_ofAFile_isReadOnceAndTold() throws Exception {
    Files.writeString(tool, TOOL.formatted("Second, and longer."));
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools().getFirst().description()).isEqualTo("Second, and longer.");
    // The next reload is the next change's: nothing was read twice.
    Files.writeString(tool, TOOL.formatted("Third, and longer yet."));
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools().getFirst().description()).isEqualTo("Third, and longer yet.");
    assertThat(read).isEmpty();
  }

  @Test
  void change_toWhatDoesNotCheck_isToldWithItsPlaceAndTheMendedOneIsRead() throws Exception {
    Files.writeString(tool, TOOL.formatted("First.").replace("title", "titel"));
    assertThat(next(told))
        .startsWith("the changed catalogue does not check; the one before is still served:\n")
        .contains("tools/one.yaml:2:1: 'titel' is not a key of a tool. Write 'title'");
    assertThat(read).isEmpty();
    Files.writeString(tool, TOOL.formatted("Mended."));
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools().getFirst().description()).isEqualTo("Mended.");
  }

  @Test
  void change_asEditorsMakeIt_byRenaming_isSeen() throws Exception {
    Path written = folder.resolve("tools/.one.yaml.swp");
    Files.writeString(written, TOOL.formatted("Renamed."));
    Files.move(written, tool, StandardCopyOption.ATOMIC_MOVE);
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools().getFirst().description()).isEqualTo("Renamed.");
  }

  @Test
  void file_addedAndDeleted_isSeen() throws Exception {
    Path second = folder.resolve("tools/two.yaml");
    Files.writeString(second, TOOL.formatted("Another.").replace("name: one", "name: two"));
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools()).hasSize(2);
    Files.delete(second);
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools()).hasSize(1);
  }

  @Test
  void reload_thatBreaks_isToldAndTheWatchGoesOn() throws Exception {
    watch.close();
    watch =
        CatalogWatch.start(
            folder,
            CatalogWatch.state(folder),
            () -> {
              throw new IllegalStateException("boom");
            },
            told::add);
    Files.writeString(tool, TOOL.formatted("Second, and longer."));
    assertThat(next(told)).contains("cannot be served").contains("boom");
    Files.writeString(tool, TOOL.formatted("Third, and longer yet."));
    assertThat(next(told)).contains("cannot be served").contains("boom");
  }

  @Test
  void start_changedSinceItWasRead_isReadAgain() throws Exception {
    watch.close();
    String before = CatalogWatch.state(folder);
    Files.writeString(tool, TOOL.formatted("Changed while it was read."));
    watch = watch(before);
    assertThat(next(told)).isEqualTo("catalogue reloaded");
    assertThat(next(read).tools().getFirst().description()).isEqualTo("Changed while it was read.");
  }

  private CatalogWatch watch(String served) {
    return CatalogWatch.start(folder, served, () -> read.add(Catalog.read(folder)), told::add);
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("nothing came").isNotNull();
    return next;
  }
}
