package dev.sluice.alarms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class RunbooksTest {
  private static final AlarmSet SET = AlarmSet.read(Path.of("set"));
  private static final Pattern FIGURE = Pattern.compile("(?<![\\w-])\\d[\\d,.]*\\d|(?<![\\w-])\\d");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.*)$");

  private static final Pattern NAME = Pattern.compile("\\$\\{?([A-Z][A-Z_]*)");

  /** Of the table of names. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ((?:`\\$[A-Z_]+`(?:, )?)+) \\|");

  /** HTTP's own: a 502, a 5xx. */
  private static final Set<String> NO_FIGURES = Set.of("502", "503", "5");

  @Test
  void runbooks_names_areThoseOfTheAlarms() throws IOException {
    assertThat(Runbooks.ofAlarms().keySet())
        .as("each alarm has a runbook of its name, and each runbook an alarm")
        .isEqualTo(SET.alarms().keySet());
  }

  @Test
  void rendered_everyFile_isAsAlarmsHaveIt() throws IOException {
    for (Map.Entry<Path, String> file : Render.files(Runbooks.ROOT).entrySet()) {
      assertThat(Runbooks.ROOT.resolve(file.getKey()))
          .as("./sluice render writes it anew")
          .hasContent(file.getValue().stripTrailing());
    }
  }

  @TestFactory
  Stream<DynamicTest> sections_ofEveryRunbook_areInTheirOrder() throws IOException {
    return each(
        (_, text) ->
            assertThat(HEADING.matcher(text).results().map(found -> found.group(1)))
                .containsExactly("Meaning", "Impact", "Diagnosis", "Mitigation", "Escalation"));
  }

  /** What a person reads outside the head is true whatever the alarm's threshold is. */
  @TestFactory
  Stream<DynamicTest> figures_ofEveryRunbook_areThoseOfItsAlarm() throws IOException {
    return each(
        (name, text) -> {
          String head = RunbookHead.of(alarm(name), "");
          String prose =
              text.replaceAll("(?s)<!-- from .*<!-- end -->", "")
                  .replaceAll("(?ms)^```.*?^```$", "")
                  .replaceAll("`[^`]*`", "")
                  .replaceAll("\\[[^]]*]\\([^)]*\\)", "")
                  .replaceAll("(?m)^#.*$", "");
          Set<String> allowed = figures(head);
          allowed.addAll(NO_FIGURES);
          assertThat(allowed).containsAll(figures(prose));
        });
  }

  @Test
  void figures_oneThatIsNoneOfTheAlarm_isSeen() {
    assertThat(figures("More than 6% of 20 calls")).containsExactly("20", "6");
  }

  @Test
  void shell_everyBlock_isParsedByBash() throws IOException, InterruptedException {
    for (Map.Entry<Path, String> file : Runbooks.all().entrySet()) {
      for (String block : Runbooks.shell(file.getValue())) {
        assertThat(bash("-n", "-c", block)).as("%s: %s", file.getKey(), block).isZero();
      }
    }
    assertThat(bash("-n", "-c", "if true; then")).isNotZero();
  }

  @Test
  void links_all_leadSomewhere() throws IOException {
    for (Map.Entry<Path, String> file : Runbooks.all().entrySet()) {
      Matcher link = LINK.matcher(file.getValue());
      while (link.find()) {
        if (!link.group(1).startsWith("http")) {
          assertThat(file.getKey().resolve("..").resolve(link.group(1)).normalize())
              .as("a link in %s", file.getKey())
              .exists();
        }
      }
    }
  }

  /** Who is woken knows what to write for a name, or is told where it is shown. */
  @Test
  void names_toFillIn_areExplained() throws IOException {
    Set<String> explained =
        ROW.matcher(Files.readString(Runbooks.FOLDER.resolve("README.md")))
            .results()
            .flatMap(row -> NAME.matcher(row.group(1)).results())
            .map(name -> name.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> used = new TreeSet<>();
    for (Map.Entry<Path, String> file : Runbooks.all().entrySet()) {
      Set<String> names = names(Runbooks.shell(file.getValue()));
      used.addAll(names);
      if (!names.isEmpty()) {
        assertThat(file.getValue()).as("%s says where", file.getKey()).contains("README.md#names");
      }
    }
    assertThat(explained).as("rows of runbooks/README.md#names").isEqualTo(used);
    assertThat(names(List.of("aws x --id \"$ID\" --of $OTHER-$1 -c '${WHAT}'")))
        .containsExactly("ID", "OTHER", "WHAT");
  }

  private static Set<String> names(List<String> shell) {
    return NAME.matcher(String.join("\n", shell))
        .results()
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Commands, options and targets as the front door's help has them. */
  @Test
  void frontDoor_everyCommand_isOneOfIts() throws IOException {
    String script = Files.readString(Runbooks.ROOT.resolve("sluice"));
    for (String line : Runbooks.commands("./sluice")) {
      String[] words = line.split("\\s+", -1);
      Matcher help =
          Pattern.compile("(?s)\n    " + Pattern.quote(words[1]) + "\\) cat <<TEXT ;;(.*?)\nTEXT")
              .matcher(script);
      assertThat(help.find()).as("./sluice has a command for: %s", line).isTrue();
      assertThat(Arrays.stream(words).filter(word -> word.startsWith("--")))
          .as(line)
          .allMatch(option -> help.group(1).contains("\n  " + option + " "));
    }
    for (String line : Runbooks.commands("runbooks/log-query")) {
      assertThat(Runbooks.FOLDER.resolve("queries").resolve(line.split("\\s+", -1)[1] + ".txt"))
          .exists();
    }
  }

  /** Names in queries are those of log lines, or Logs Insights' own. */
  @Test
  void queries_all_askForWhatIsLogged() throws IOException {
    Set<String> known =
        Stream.of(
                Arrays.stream(Field.values()).map(Field::fieldName),
                Arrays.stream(Metric.values()).map(Metric::metricName),
                Arrays.stream(Event.values()).map(Event::eventName),
                Stream.of("event", "version", "action", "terminatingRuleId", "httpRequest"))
            .flatMap(names -> names)
            .collect(Collectors.toSet());
    Set<String> language =
        Set.of(
            "filter",
            "stats",
            "fields",
            "sort",
            "by",
            "as",
            "and",
            "or",
            "desc",
            "count",
            "sum",
            "pct",
            "max",
            "bin",
            "latest",
            "ispresent",
            "like",
            "1m",
            "5m",
            "clientIp");
    try (Stream<Path> files = Files.list(Runbooks.FOLDER.resolve("queries"))) {
      for (Path file : files.toList()) {
        String query = Files.readString(file);
        Set<String> own =
            Pattern.compile("\\bas (\\w+)")
                .matcher(query)
                .results()
                .map(as -> as.group(1))
                .collect(Collectors.toSet());
        List<String> words =
            Pattern.compile("[a-zA-Z_][\\w]*")
                .matcher(
                    query.replaceAll(
                        "@\\w+|\"(ok|failed|refused|REPORT|REFERENCE|BLOCK)\"|/[^/\n]+[a-z]/", " "))
                .results()
                .map(word -> word.group())
                .filter(word -> !known.contains(word) && !own.contains(word))
                .filter(word -> !language.contains(word) && !word.equals("m"))
                .toList();
        assertThat(words).as("%s", file).isEmpty();
      }
    }
  }

  private interface Check {
    void of(String name, String text) throws Exception;
  }

  private static Stream<DynamicTest> each(Check check) throws IOException {
    return Runbooks.ofAlarms().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(), () -> check.of(each.getKey(), each.getValue())));
  }

  private static Alarm alarm(String name) {
    Alarm alarm = SET.alarms().get(name);
    assertThat(alarm).as(name).isNotNull();
    return java.util.Objects.requireNonNull(alarm);
  }

  private static Set<String> figures(String text) {
    return FIGURE
        .matcher(text)
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int bash(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Stream.concat(Stream.of("bash"), Arrays.stream(arguments)).toList())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String _ = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor();
  }
}
