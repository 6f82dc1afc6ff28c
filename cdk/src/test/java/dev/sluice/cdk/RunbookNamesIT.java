package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the commands of runbooks call by name is called so where they are given. */
class RunbookNamesIT {
  private static final Path RUNBOOKS = Path.of("../runbooks");
  private static final Pattern SHELL = Pattern.compile("(?ms)^```bash\n(.*?)^```$");
  private static final Pattern NAME = Pattern.compile("sluice([-/])prod\\1[a-z][a-z-]*");
  private static final Pattern LOG_QUERY = Pattern.compile("log-query [a-z-]+ ([a-z]+)");
  private static final String FIREWALL = "firewall";

  /** What a restore by the runbook makes. */
  private static final Set<String> MADE = Set.of("sluice-prod-restored", "sluice-prod-restored-");

  @Test
  void names_inCommands_areThoseOfProd() throws IOException {
    Set<String> deployed = deployed();
    Set<String> asked = new TreeSet<>();
    try (Stream<Path> files = Files.walk(RUNBOOKS)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".md")).toList()) {
        asked.addAll(asked(Files.readString(file)));
      }
    }
    asked.removeAll(MADE);
    assertThat(asked).hasSizeGreaterThan(15);
    assertThat(deployed).containsAll(asked);
  }

  @Test
  void asked_namesOfEachForm_areSeen() {
    assertThat(
            asked(
                """
                ```bash
                aws x --name sluice-prod-wrong --group /aws/lambda/sluice-prod-mcp
                aws y --secret-id sluice/prod/pagerduty
                runbooks/log-query failures sweep 60
                ```
                """))
        .containsExactly(
            "sluice-prod-mcp", "sluice-prod-sweep", "sluice-prod-wrong", "sluice/prod/pagerduty");
  }

  private static Set<String> asked(String runbook) {
    String shell =
        SHELL.matcher(runbook).results().map(it -> it.group(1)).collect(Collectors.joining());
    return Stream.concat(
            NAME.matcher(shell).results().map(it -> it.group()),
            LOG_QUERY
                .matcher(shell)
                .results()
                .map(it -> it.group(1))
                .filter(function -> !function.equals(FIREWALL))
                .map(function -> "sluice-prod-" + function))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of stacks, and all that templates say. */
  private static Set<String> deployed() {
    Deployment prod =
        Templates.environments().filter(plan -> plan.name().equals("prod")).findAny().orElseThrow();
    Set<String> names = new TreeSet<>(Templates.of(prod).keySet());
    Templates.of(prod)
        .values()
        .forEach(
            template ->
                NAME.matcher(template.toString()).results().forEach(it -> names.add(it.group())));
    return names;
  }
}
