package dev.sluice.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which attacks each layer stops by itself: none stops all, which is why there are so many. */
@ExtendWith(CarelessExtension.class)
class MatrixIT {
  private static final Path PAGE = Path.of("MATRIX.md");
  private static final String REGENERATE = "sluice.write.matrix";
  private static final String THROUGH = "**×**";
  private static final String STOPPED = "·";
  private static final int SHOWN_CHARS = 72;

  @Test
  void page_isWhatTheLayersDo(CarelessDatabase database) throws IOException {
    Map<Attack, List<Boolean>> results = new LinkedHashMap<>();
    List<String> mistakes = new ArrayList<>();
    for (Attack attack : Attack.all()) {
      List<Boolean> through = new ArrayList<>();
      for (Layer layer : Layers.ALL) {
        through.add(passes(database, attack, layer, mistakes));
      }
      results.put(attack, through);
    }
    assertThat(mistakes).isEmpty();
    int sluice = Layers.ALL.indexOf(Layers.SLUICE);
    assertThat(results.entrySet())
        .as("what does anything through Sluice")
        .noneMatch(result -> result.getValue().get(sluice));
    String page = page(results);
    if (Boolean.getBoolean(REGENERATE)) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("written anew by -Dit.test=MatrixIT -D%s=true: read what changed", REGENERATE)
        .hasContent(page);
  }

  /** What an oracle cannot ask is a mistake in the attack, and told together with all others. */
  private static boolean passes(
      CarelessDatabase database, Attack attack, Layer layer, List<String> mistakes) {
    try {
      return Attempt.of(database, attack, layer).succeeded();
    } catch (SQLException e) {
      mistakes.add(attack.id() + " through " + layer.name() + ": " + e.getMessage());
      return false;
    }
  }

  private static String page(Map<Attack, List<Boolean>> results) {
    StringBuilder page =
        new StringBuilder(
            """
            # What each layer stops alone

            Every attack below succeeds on bare JDBC with the careless role (`BareAttacksIT`). Here each
            layer stands alone before the same database: %s means that the attack still succeeds, %s
            that it does not. Written and checked by `MatrixIT`; [README.md](README.md) says how.

            | layer | what it is | stops |
            |---|---|---|
            """
                .formatted(THROUGH, STOPPED));
    for (int i = 0; i < Layers.ALL.size(); i++) {
      Layer layer = Layers.ALL.get(i);
      int column = i;
      long stopped = results.values().stream().filter(through -> !through.get(column)).count();
      page.append(
          "| %s | %s | %d of %d |%n"
              .formatted(layer.name(), layer.says(), stopped, results.size()));
    }
    String group = "";
    String technique = "";
    for (Map.Entry<Attack, List<Boolean>> result : results.entrySet()) {
      Attack attack = result.getKey();
      if (!attack.group().equals(group)) {
        group = attack.group();
        page.append(head(group));
      }
      if (!attack.technique().equals(technique)) {
        technique = attack.technique();
        page.append(
            "| **%s**: %s |%s%n"
                .formatted(technique, attack.name(), " |".repeat(Layers.ALL.size())));
      }
      page.append("| %s |".formatted(shown(attack.text())));
      result.getValue().forEach(through -> page.append(through ? THROUGH : STOPPED).append('|'));
      page.append('\n');
    }
    return page.toString();
  }

  private static String head(String group) {
    StringBuilder head = new StringBuilder("\n## " + group + "\n\n| attack |");
    Layers.ALL.forEach(layer -> head.append(layer.name()).append('|'));
    return head.append("\n|---|").append(":-:|".repeat(Layers.ALL.size())).append('\n').toString();
  }

  /** A text as code in a table's cell. */
  private static String shown(String text) {
    String line = text.replaceAll("\\s+", " ").replace("|", "\\|").replace("`", "'");
    return "`"
        + (line.length() <= SHOWN_CHARS ? line : line.substring(0, SHOWN_CHARS).strip() + "…")
        + "`";
  }
}
