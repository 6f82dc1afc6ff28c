package dev.sluice.cdk;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.util.List;

/** What no template can do, and who deploys does by hand once it is deployed. */
final class Afterwards {
  private static final String LEAVES_SOME = "two connections of five stay for others:";

  private Afterwards() {}

  /** What makes the budget count, in lines. */
  static List<String> budgetOf(Deployment plan) {
    return List.of(
        "Once in a payer's account, so that the budget of "
            + plan.name()
            + " counts (AWS knows the tag a day after it was first used):",
        "  aws ce update-cost-allocation-tags-status"
            + " --cost-allocation-tags-status TagKey=sluice,Status=Active");
  }

  /** How the database gets the role that reads, in lines. */
  static List<String> readerOf(Deployment plan) {
    int connections = plan.database().mostConnections();
    String script = "  ./sluice grant-script --connections " + connections;
    String often =
        "Once, and after each change of relations.yaml, make the role that reads, from a machine in"
            + " the database's network;";
    return switch (plan.database()) {
      case DatabasePlan.Created _ ->
          List.of(
              often,
              LEAVES_SOME,
              script + " --iam | psql 'host=HOST dbname=sluice user=postgres sslmode=verify-full'",
              "HOST is the endpoint of the cluster "
                  + plan.named("database")
                  + ". The password of postgres is in a secret that RDS keeps (aws rds"
                  + " describe-db-clusters, MasterUserSecret); "
                  + DatabasePlan.READER
                  + " has none: IAM lets it in.");
      case DatabasePlan.Existing _ ->
          List.of(
              often,
              LEAVES_SOME,
              script + " | psql 'host=HOST dbname=NAME user=OWNER sslmode=verify-full'",
              "Then give it the password that stands in the secret sluice/"
                  + plan.name()
                  + "/reader (psql's \\password "
                  + DatabasePlan.READER
                  + ").");
    };
  }
}
