package dev.sluice.cdk;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Front;
import dev.sluice.cdk.plan.Watch;
import dev.sluice.cdk.stack.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an account must be reached with, and an environment must say, before anything is done. */
final class Needs {
  private static final String EDIT = " in cdk/src/main/java/dev/sluice/cdk/plan/Deployments.java";

  private Needs() {}

  /**
   * What is missing, a line each.
   *
   * @param variables of the process
   * @param home the caller's home folder
   */
  static List<String> missing(
      Deployment plan, Map<String, String> variables, Path home, Path root) {
    List<String> missing = new ArrayList<>();
    if (!plan.place().named()) {
      missing.add("the account " + plan.place().account() + " is made up: write yours" + EDIT);
    }
    if (plan.mail().endsWith("@example.com") || plan.issuer().issuer().contains("example.com")) {
      missing.add("mail address or issuer are made up: write yours" + EDIT);
    }
    if (plan.watch() instanceof Watch.OnCall watch && watch.runbooks().contains(".example.com/")) {
      missing.add(
          "the address of the runbooks is made up, and every page links one: write yours" + EDIT);
    }
    if (plan.front() instanceof Front.Domain domain && domain.host().endsWith("example.com")) {
      missing.add(
          "the host " + domain.host() + " is made up: write yours, and its certificate" + EDIT);
    }
    if (plan.database() instanceof DatabasePlan.Existing existing
        && existing.securityGroup().equals("sg-00000000000000000")) {
      missing.add("the database is made up: write yours, and its network" + EDIT);
    }
    if (!Files.exists(root.resolve(Certificates.SOURCE))) {
      missing.add(
          "the certificates of RDS are not here: fetch"
              + " https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem to "
              + Certificates.SOURCE);
    }
    if (!variables.containsKey("AWS_ACCESS_KEY_ID")
        && !variables.containsKey("AWS_PROFILE")
        && !variables.containsKey("AWS_WEB_IDENTITY_TOKEN_FILE")
        && !Files.exists(home.resolve(".aws/config"))) {
      missing.add(
          "no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }
    return missing;
  }
}
