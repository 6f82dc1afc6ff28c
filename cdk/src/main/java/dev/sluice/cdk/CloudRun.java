package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployment;
import dev.sluice.npm.NodePackages;
import dev.sluice.npm.Program;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run of the CDK's command line with an account, on templates that are made for it. */
final class CloudRun {
  private static final Duration LIMIT = Duration.ofHours(2);

  private CloudRun() {}

  /**
   * Makes the templates and has them compared or deployed; gives the status.
   *
   * @throws CloudException with everything that is missing, before anything is done
   */
  static int of(Deployment plan, PrintWriter err, String... command) throws Exception {
    List<String> missing =
        Needs.missing(
            plan, System.getenv(), Path.of(System.getProperty("user.home")), Places.root());
    if (!missing.isEmpty()) {
      throw new CloudException(
          "./sluice "
              + command[0]
              + " "
              + plan.name()
              + " needs an account, and what is deployed there:\n- "
              + String.join("\n- ", missing));
    }
    Synthesis synthesis =
        Synthesis.of(List.of(plan.name()), Places.templates(), false, err::println);
    NodePackages packages = Synthesis.packages(err::println);
    List<String> words = new ArrayList<>();
    words.add(packages.binary("cdk").toString());
    words.addAll(List.of(command));
    words.addAll(List.of("--all", "--no-lookups", "--app"));
    words.add(synthesis.folder().resolve(plan.name()).toString());
    ProcessBuilder cdk = packages.node(words.toArray(String[]::new)).inheritIO();
    cdk.environment().put("CDK_DISABLE_VERSION_CHECK", "1");
    cdk.environment().put("AWS_REGION", plan.place().region());
    return Program.run(cdk, LIMIT, "Node does not start");
  }
}
