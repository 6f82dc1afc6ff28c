package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.catalog.MistakeCase.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MistakesPageTest {
  private static final Path PAGE = Path.of("..", "..", "catalog", "MISTAKES.md");
  private static final String REGENERATE = "sluice.write.mistakes";

  @TempDir private Path folder;

  @Test
  void page_isWhatTheCasesMake() throws IOException {
    String page = page();
    if (Boolean.getBoolean(REGENERATE)) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("written anew by -Dtest=MistakesPageTest -D%s=true: read what changed", REGENERATE)
        .hasContent(page);
  }

  @Test
  void cases_areMoreThanSixtyAndAllDifferent() {
    assertThat(MistakeCases.all()).hasSizeGreaterThan(60);
    assertThat(MistakeCases.all()).extracting(MistakeCase::text).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void validFiles_haveNoMistake(Kind kind) throws IOException {
    writeAll(folder, kind, kind.valid);
    Catalog catalog = Catalog.read(folder);
    assertThat(catalog.tools()).hasSize(1);
    assertThat(catalog.relations()).hasSize(2);
    assertThat(catalog.prompts()).hasSize(1);
  }

  private String page() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Mistakes in a catalogue

            What Sluice says to a mistake: the file, the line, the column, what is wrong, and what to
            write instead. All mistakes of a catalogue are listed at once, and nothing of it is served
            until there is none. Each entry below changes one thing in a file that checks; a ✎ marks
            those that an editor underlines by itself, from the schema that the file's first line names.

            This page is written and checked by `MistakesPageTest`.
            """);
    for (Kind kind : Kind.values()) {
      page.append("\n## In `").append(kind.file).append("`\n\nThe file that checks:\n\n```yaml\n");
      page.append(kind.valid).append("```\n");
      for (MistakeCase mistake : MistakeCases.all()) {
        if (mistake.kind() == kind) {
          page.append(entry(mistake));
        }
      }
    }
    page.append("\n## In the folder as a whole\n");
    for (FolderCase mistake : FolderCase.all()) {
      page.append(entry(mistake));
    }
    return page.toString();
  }

  private String entry(MistakeCase mistake) throws IOException {
    StringBuilder entry = new StringBuilder("\n### ").append(mistake.title());
    entry.append(mistake.structural() ? " ✎\n\n```diff\n" : "\n\n```diff\n");
    List<String> before = mistake.kind().valid.lines().toList();
    List<String> after = mistake.text().lines().toList();
    int head = 0;
    while (head < Math.min(before.size(), after.size())
        && before.get(head).equals(after.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < Math.min(before.size(), after.size()) - head
        && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
      tail++;
    }
    before.subList(head, before.size() - tail).forEach(line -> entry.append("-" + line + "\n"));
    after.subList(head, after.size() - tail).forEach(line -> entry.append("+" + line + "\n"));
    entry.append("```\n```text\n");
    for (Mistake found : mistakesOf(mistake)) {
      entry.append(found).append('\n');
    }
    return entry.append("```\n").toString();
  }

  private String entry(FolderCase mistake) throws IOException {
    Path around = Files.createTempDirectory(folder, "case");
    writeAll(around, Kind.TOOL, Kind.TOOL.valid);
    Path file = around.resolve(mistake.file());
    Files.createDirectories(around.resolve(mistake.file()).resolve("..").normalize());
    Files.writeString(file, mistake.content());
    StringBuilder entry = new StringBuilder("\n### " + mistake.title() + "\n\n");
    entry.append("Added: `").append(mistake.file()).append("`\n\n```text\n");
    CatalogException thrown =
        catchThrowableOfType(CatalogException.class, () -> Catalog.read(around));
    assertThat(thrown).as(mistake.title()).isNotNull();
    return entry.append(thrown.getMessage()).append("\n```\n").toString();
  }

  private List<Mistake> mistakesOf(MistakeCase mistake) throws IOException {
    writeAll(folder, mistake.kind(), mistake.text());
    CatalogException thrown =
        catchThrowableOfType(CatalogException.class, () -> Catalog.read(folder));
    assertThat(thrown).as(mistake.toString()).isNotNull();
    return thrown.mistakes();
  }

  private static void writeAll(Path folder, Kind changed, String text) throws IOException {
    Files.createDirectories(folder.resolve(Catalog.TOOLS_FOLDER));
    Files.createDirectories(folder.resolve(Catalog.PROMPTS_FOLDER));
    for (Kind kind : Kind.values()) {
      Files.writeString(folder.resolve(kind.file), kind == changed ? text : kind.valid);
    }
  }
}
