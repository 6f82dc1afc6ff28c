package dev.sluice.catalog.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.shape.RelationShape.ForeignKey;
import dev.sluice.catalog.shape.RelationShape.Kind;
import dev.sluice.catalog.shape.RelationShape.Policy;
import dev.sluice.catalog.shape.RelationShape.RelationColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogLockTest {
  @TempDir private Path folder;

  @Test
  void read_noFile_isEmpty() {
    assertThat(CatalogLock.read(folder)).isEqualTo(CatalogLock.empty());
  }

  @Test
  void read_whatWasWritten_isEqual() {
    CatalogLock lock = lock("a", "b", 12.5);
    lock.write(folder);
    assertThat(CatalogLock.read(folder)).isEqualTo(lock);
  }

  @Test
  void write_lock_isPrettyAndInAStableOrder() throws IOException {
    lock("a", "b", 12.5).write(folder);
    String text = text();
    lock("b", "a", 12.5).write(folder);
    assertThat(text()).isEqualTo(text);
    assertThat(text).startsWith("{\n  \"format\" : 1,\n  \"tools\" : {\n    \"a\" : {\n");
    assertThat(text).endsWith("}\n").doesNotContain("\r").doesNotContain(": null");
    assertThat(text.indexOf("\"a\"")).isLessThan(text.indexOf("\"b\""));
  }

  @Test
  void write_overAnOldOne_leavesNothingBesideIt() throws IOException {
    Files.writeString(folder.resolve(CatalogLock.FILE), "old");
    CatalogLock.empty().write(folder);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve(CatalogLock.FILE));
    }
    assertThat(CatalogLock.read(folder)).isEqualTo(CatalogLock.empty());
  }

  @Test
  void write_noFolder_saysWhatToCheck() {
    assertThatThrownBy(() -> CatalogLock.empty().write(folder.resolve("nowhere")))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "catalog.lock.json:1:1: this cannot be written: NoSuchFileException. Check that the"
                + " folder is there and that this user may write to it.");
  }

  @Test
  void version_changesWithEverythingButCosts() {
    String version = lock("a", "b", 12.5).version();
    assertThat(version).matches("[0-9a-f]{64}");
    assertThat(lock("b", "a", 99.0).version()).isEqualTo(version);
    assertThat(lock("a", "c", 12.5).version()).isNotEqualTo(version);
    assertThat(CatalogLock.empty().version()).isNotEqualTo(version);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          { "format": 2, "x": 1 } | catalog.lock.json:1:3: this lock has format 2, not 1.
          { "tools": {} } | catalog.lock.json:1:1: this lock has no 'format'.
          [] | catalog.lock.json:1:1: this lock has no 'format'.
          { "format": 1, | catalog.lock.json:1:15: this is not JSON: Unexpected end-of-input
          { "format": 1, "tools": {}, "relations": {}, "more": 1 } | catalog.lock.json:1:57: 'more' is not a field of a lock.
          { "format": 1, "tools": 7, "relations": {} } | catalog.lock.json:1:25: something is missing here, or is of the wrong kind.
          { "format": 1, "relations": {} } | something is missing here, or is of the wrong kind.
          { "format": 1, "relations": {}, "tools": { "a": { "columns": [], "relations": [], "order": [] } } } | something is missing here, or is of the wrong kind.
          { "format": 1, "relations": {}, "tools": { "a": { "statement": "x", "columns": [ { "name": "x" } ], "relations": [], "order": [] } } } | something is missing here, or is of the wrong kind.
          { "format": 1, "relations": {}, "tools": { "a": { "statement": "x", "columns": [], "relations": [], "order": [ { "column": "x", "descending": true } ] } } } | something is missing here, or is of the wrong kind.
          """)
  void read_brokenFile_saysWhere(String text, String message) throws IOException {
    Files.writeString(folder.resolve(CatalogLock.FILE), text);
    assertThatThrownBy(() -> CatalogLock.read(folder))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(message)
        .hasMessageEndingWith("Run './sluice check-catalog', which writes it anew, or delete it.");
  }

  private String text() throws IOException {
    return Files.readString(folder.resolve(CatalogLock.FILE));
  }

  private static CatalogLock lock(String first, String second, double cost) {
    Map<String, ToolShape> tools = new LinkedHashMap<>();
    for (String name : List.of(first, second)) {
      tools.put(
          name,
          new ToolShape(
              "ab",
              List.of(new Column("id", "int8"), new Column("tags", "text[]")),
              List.of("public.orders"),
              List.of(new OrderKey("id", true, false, true)),
              name.equals("a") ? cost : null));
    }
    RelationShape relation =
        new RelationShape(
            Kind.TABLE,
            null,
            List.of(new RelationColumn("id", "int8", false, "The key.")),
            List.of("id"),
            List.of(new ForeignKey(List.of("id"), "public.\"Odd Name\"", List.of("id"))),
            true,
            List.of(new Policy("own", true, "SELECT", List.of("reader"), "tenant = 'x'")));
    return new CatalogLock(tools, Map.of("public.orders", relation));
  }
}
