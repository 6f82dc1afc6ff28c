package dev.sluice.cdk;

import dev.sluice.alarms.AlarmSet;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Deployments;
import dev.sluice.cdk.stack.RollbackTriggers;
import dev.sluice.cdk.stack.SluiceApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the templates of environments: a process of its own, since the CDK takes its Node from an
 * environment variable.
 */
final class Synth {
  private Synth() {}

  /**
   * The arguments are the working copy, the folder for the templates (a folder for each environment
   * is made in it), whether NIST is reported ({@code true} or {@code false}), and the names of
   * environments.
   */
  public static void main(String[] arguments) {
    Path root = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    boolean reported = Boolean.parseBoolean(arguments[2]);
    AlarmSet alarms = AlarmSet.read(root.resolve("alarms/set"));
    for (int i = 3; i < arguments.length; i++) {
      Path folder = out.resolve(arguments[i]);
      Deployment plan = Deployments.named(arguments[i]);
      try {
        SluiceApp.of(plan, alarms, root, folder, reported).synth();
      } catch (RuntimeException e) {
        // The CDK fails on every finding, NIST's as well, after all is written.
        if (!reported || !onlyNistFound(folder)) {
          throw e;
        }
      }
      write(folder.resolve(RollbackTriggers.FILE), RollbackTriggers.json(plan, alarms));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static boolean onlyNistFound(Path folder) {
    Path file = folder.resolve("validation-report.json");
    if (!Files.exists(file)) {
      return false;
    }
    JsonNode reports = JsonMapper.shared().readTree(file.toFile()).path("pluginReports");
    for (JsonNode report : reports) {
      if (!report.path("pluginName").asString("").startsWith("NIST")
          && report.path("conclusion").asString("").equals("failure")) {
        return false;
      }
    }
    return !reports.isEmpty();
  }
}
