package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What was made of an environment.
 *
 * @param folder where it is
 * @param stacks a line each
 * @param packages what is uploaded, a line each
 * @param nist what NIST 800-53 R5 says, a line each
 */
record Report(Path folder, List<String> stacks, List<String> packages, List<String> nist) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final double BYTES_PER_MIB = 1 << 20;

  static Report of(Deployment plan, Synthesis synthesis) throws IOException {
    Path folder = synthesis.folder().resolve(plan.name());
    List<String> stacks = new ArrayList<>();
    for (Path template : synthesis.templates(plan.name())) {
      stacks.add(
          String.format(
              Locale.ROOT,
              "%-9s %4d resources %7d bytes",
              template.getFileName().toString().replace(".template.json", ""),
              JSON.readTree(template.toFile()).path("Resources").size(),
              Files.size(template)));
    }
    return new Report(folder, stacks, zips(), findings(folder));
  }

  void print(PrintWriter out) {
    out.println(folder);
    stacks.forEach(line -> out.println("  " + line));
    packages.forEach(line -> out.println("  " + line));
    out.println("  cdk-nag: AwsSolutions and Serverless find nothing that is not acknowledged");
    out.println("  NIST 800-53 R5, which nothing here is held to: " + nist.size() + " findings");
    nist.forEach(line -> out.println("    " + line));
  }

  private static List<String> zips() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> functions = Files.list(Places.root().resolve("functions"))) {
      for (Path function : functions.sorted().toList()) {
        Path zip = function.resolve("target/" + function.getFileName() + "-lambda.zip");
        if (Files.exists(zip)) {
          lines.add(
              String.format(
                  Locale.ROOT,
                  "%-32s %5.1f MiB",
                  zip.getFileName(),
                  Files.size(zip) / BYTES_PER_MIB));
        }
      }
    }
    return lines;
  }

  private static List<String> findings(Path folder) {
    List<String> lines = new ArrayList<>();
    JsonNode report = JSON.readTree(folder.resolve("validation-report.json").toFile());
    for (JsonNode plugin : report.path("pluginReports")) {
      if (plugin.path("pluginName").asString("").startsWith("NIST")) {
        for (JsonNode violation : plugin.path("violations")) {
          lines.add(
              violation.path("ruleName").asString("")
                  + " × "
                  + violation.path("violatingConstructs").size());
        }
      }
    }
    return lines;
  }
}
