package dev.sluice.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cdk.Templates.Resource;
import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The page about the cloud, which is made of the templates. */
class CloudPageIT {
  private static final Path PAGE = Path.of("CLOUD.md");
  private static final double BYTES_PER_MIB = 1 << 20;

  /** A zip changes with every line of code, and its size is no more than a size. */
  private static final Percentage NEAR = Percentage.withPercentage(15);

  private static final Pattern ZIP = Pattern.compile("\\| (\\S+-lambda\\.zip) \\| ([0-9.]+) \\|");

  @Test
  void page_committed_isThatOfTheTemplates() throws IOException {
    if (Boolean.getBoolean("sluice.cloud.write")) {
      Files.writeString(PAGE, page());
    }
    String committed = Files.readString(PAGE);
    assertThat(withoutSizes(committed))
        .as("run CloudPageIT with -Dsluice.cloud.write=true, and read what changed")
        .isEqualTo(withoutSizes(page()));
    Matcher zips = ZIP.matcher(committed);
    int found = 0;
    while (zips.find()) {
      found++;
      assertThat(Double.parseDouble(zips.group(2)))
          .as(zips.group(1))
          .isCloseTo(mebibytes(zip(zips.group(1))), NEAR);
    }
    assertThat(found).isEqualTo(4);
  }

  private static String withoutSizes(String page) {
    return ZIP.matcher(page).replaceAll("| $1 |");
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # What is in the cloud

        Made of the templates by `CloudPageIT`, which fails where this page is out of date: run it with
        `-Dsluice.cloud.write=true` to write it anew.

        ## Who reaches what

        Of `prod`. A line to a function says who may call it; a line from one, what its role may do to
        what. Left out are logs, X-Ray, network interfaces and keys. `PropertiesIT` refuses any other `*` in a
        role, and security groups name groups.

        ```mermaid
        """);
    page.append(Reach.mermaid(named("prod")));
    page.append(
        """
        ```

        ## What it costs

        US dollars, by the prices of `cdk/prices.json`; `./sluice cost ENV` says how it adds up.

        | environment | a month in which nobody calls | a million warm calls |
        |---|---|---|
        """);
    Prices prices = Prices.read(Places.root().resolve("cdk/prices.json"));
    for (Deployment plan : Templates.environments().toList()) {
      Cost cost = Cost.of(prices, Templates.synthesis(), plan);
      page.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.2f |%n",
              plan.name(),
              cost.atRestUsd(),
              cost.perMillionUsd()));
    }
    page.append(
        """

        ## What is uploaded

        | package | MiB |
        |---|---|
        """);
    for (String module : List.of("authorizer", "mcp", "ops", "task")) {
      String zip = module + "-function-lambda.zip";
      page.append(String.format(Locale.ROOT, "| %s | %.1f |%n", zip, mebibytes(zip(zip))));
    }
    page.append(
        """

        ## What is made

        | resource |\
        """);
    List<Deployment> plans = Templates.environments().toList();
    plans.forEach(plan -> page.append(' ').append(plan.name()).append(" |"));
    page.append("\n|---|").append("---|".repeat(plans.size())).append('\n');
    counts(plans)
        .forEach(
            (type, counts) -> {
              page.append("| ").append(type).append(" |");
              counts.forEach(count -> page.append(' ').append(count).append(" |"));
              page.append('\n');
            });
    return page.toString();
  }

  private static Map<String, List<Long>> counts(List<Deployment> plans) {
    Map<String, List<Long>> counts = new TreeMap<>();
    for (Deployment plan : plans) {
      for (Resource resource : Templates.resources(plan)) {
        counts.computeIfAbsent(resource.type(), type -> counts(plans, type));
      }
    }
    return counts;
  }

  private static List<Long> counts(List<Deployment> plans, String type) {
    List<Long> counts = new ArrayList<>();
    plans.forEach(plan -> counts.add((long) Templates.resources(plan, type).size()));
    return counts;
  }

  private static Deployment named(String name) {
    try (Stream<Deployment> all = Templates.environments()) {
      return all.filter(plan -> plan.name().equals(name)).findFirst().orElseThrow();
    }
  }

  private static Path zip(String name) {
    String module = name.replace("-lambda.zip", "");
    return Places.root().resolve("functions/" + module + "/target/" + name);
  }

  private static double mebibytes(Path file) throws IOException {
    return Files.size(file) / BYTES_PER_MIB;
  }
}
