package dev.sluice.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a mitigation does to what is deployed, it does to {@code ./sluice up} too, where that knows
 * it. The drills of the gateway's tests follow some of these lines to the letter.
 */
class MitigationsTest {
  private static final Pattern SECTION =
      Pattern.compile("(?ms)^## Mitigation\n(.*?)^## Escalation$");
  private static final Pattern AS_FOR = Pattern.compile("^As for \\[([a-z0-9-]+)]");

  /** What names something that is deployed. */
  private static final Pattern DEPLOYED =
      Pattern.compile(
          " --(?:table sluice-prod-switches|prefix sluice/prod/|cache \"\\$CACHE_URL\" --cluster)");

  @Test
  void mitigation_ofEveryRunbook_hasALocalFormOrAReasonForNone() throws IOException {
    Map<String, String> reasons = reasons();
    Set<String> without = new TreeSet<>();
    for (String name : Runbooks.ofAlarms().keySet()) {
      if (local(mitigation(name)).isEmpty()) {
        without.add(name);
      }
    }
    assertThat(without).as("those of runbooks/no-local-form.txt").isEqualTo(reasons.keySet());
    assertThat(reasons.values()).noneMatch(String::isBlank);
  }

  /** The same command twice, for what is deployed and for here: neither may be changed alone. */
  @Test
  void commands_onWhatIsDeployed_haveTheSameForHere() throws IOException {
    int seen = 0;
    for (String name : Runbooks.ofAlarms().keySet()) {
      List<String> here = local(mitigation(name));
      for (String line : lines(mitigation(name))) {
        if (DEPLOYED.matcher(line).find()) {
          seen++;
          assertThat(here)
              .as(name)
              .contains(
                  DEPLOYED
                      .matcher(line)
                      .replaceAll("")
                      .replace("principal:NAME", "principal:developer"));
        }
      }
    }
    assertThat(seen).isGreaterThan(40);
  }

  /** Where a runbook sends to another one, that one's. */
  private static String mitigation(String name) throws IOException {
    String text = Objects.requireNonNull(Runbooks.ofAlarms().get(name), name);
    Matcher section = SECTION.matcher(text);
    assertThat(section.find()).as(name).isTrue();
    Matcher other = AS_FOR.matcher(section.group(1).strip());
    return other.find() && lines(section.group(1)).isEmpty()
        ? mitigation(other.group(1))
        : section.group(1);
  }

  private static List<String> lines(String mitigation) {
    return Runbooks.shell(mitigation).stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith("./sluice "))
        .toList();
  }

  private static List<String> local(String mitigation) {
    return lines(mitigation).stream().filter(line -> !DEPLOYED.matcher(line).find()).toList();
  }

  private static Map<String, String> reasons() throws IOException {
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Files.readAllLines(Runbooks.FOLDER.resolve("no-local-form.txt"))) {
      if (!line.startsWith("#")) {
        int colon = line.indexOf(": ");
        assertThat(colon).as(line).isPositive();
        reasons.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return reasons;
  }
}
