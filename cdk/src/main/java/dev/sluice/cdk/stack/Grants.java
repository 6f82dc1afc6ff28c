package dev.sluice.cdk.stack;

import dev.sluice.call.secret.SecretName;
import dev.sluice.cdk.plan.Deployment;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.secretsmanager.Secret;

/** What each duty may do: what it needs, and by name. */
final class Grants {
  private static final List<String> CHANGE_TASKS =
      List.of(
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:ConditionCheckItem",
          "dynamodb:Query");

  private final Deployment plan;
  private final DataStack data;

  /** By name, not by reference: the finding that is acknowledged names it. */
  private final String results;

  Grants(Deployment plan, DataStack data) {
    this.plan = plan;
    this.data = data;
    this.results = "arn:aws:s3:::" + Stores.resultsName(plan);
  }

  void mcp(DutyFunction mcp) {
    tasks(mcp);
    secrets(mcp);
    database(mcp);
    cache(mcp);
    mcp.may("ReadResults", List.of("s3:GetObject"), List.of(results + "/*"));
    table(mcp, "KeysOfSubjects", data.stores().subjects(), "GetItem", "PutItem");
    table(mcp, "ReadSwitches", data.stores().switches(), "Scan");
    mcp.mayUse(data.keys().data(), List.of("dynamodb", "s3", "secretsmanager"));
  }

  void task(DutyFunction task) {
    tasks(task);
    secrets(task);
    database(task);
    cache(task);
    table(task, "ReadSwitches", data.stores().switches(), "Scan");
    task.may("WriteResults", List.of("s3:GetObject", "s3:PutObject"), List.of(results + "/*"));
    task.mayUse(data.keys().data(), List.of("dynamodb", "s3", "secretsmanager"));
  }

  void sweep(DutyFunction sweep) {
    tasks(sweep);
    clearResults(sweep);
    sweep.mayUse(data.keys().data(), List.of("dynamodb", "s3"));
  }

  void erase(DutyFunction erase) {
    tasks(erase);
    table(erase, "AllTasks", data.stores().tasks(), "Scan");
    clearResults(erase);
    erase.may("ReadResults", List.of("s3:GetObject"), List.of(results + "/*"));
    table(erase, "Erasures", data.stores().erasures(), "GetItem", "PutItem", "DeleteItem", "Scan");
    table(erase, "KeysOfSubjects", data.stores().subjects(), "GetItem", "DeleteItem", "Scan");
    table(erase, "Switches", data.stores().switches(), "Scan", "DeleteItem");
    read(erase, List.of(data.secrets().key(SecretName.ERASURE)));
    cache(erase);
    erase.mayUse(data.keys().data(), List.of("dynamodb", "s3", "secretsmanager"));
  }

  void invalidate(DutyFunction invalidate) {
    cache(invalidate);
  }

  void probe(DutyFunction probe, DutyFunction mcp) {
    probe.may("AskLive", List.of("lambda:InvokeFunction"), List.of(mcp.live().getFunctionArn()));
  }

  void check(DutyFunction check, DutyFunction mcp) {
    check.may(
        "AskNewVersion",
        List.of("lambda:InvokeFunction"),
        List.of(mcp.function().getCurrentVersion().getFunctionArn()));
    check.may(
        "TellVerdict",
        List.of("codedeploy:PutLifecycleEventHookExecutionStatus"),
        List.of(Releases.groupArn(plan, Duty.MCP)));
  }

  private void tasks(DutyFunction function) {
    String table = data.stores().tasks().getTableArn();
    function.may("Tasks", CHANGE_TASKS, List.of(table, table + "/index/byLine"));
    function.may(
        "StartTasks",
        List.of("states:StartExecution"),
        List.of(Machine.Kind.TASK.machineArn(plan)));
    function.may(
        "FollowTasks",
        List.of("states:DescribeExecution"),
        List.of(Machine.Kind.TASK.executionArns(plan)));
  }

  private void clearResults(DutyFunction function) {
    function.may("ClearResults", List.of("s3:DeleteObject"), List.of(results + "/*"));
    function.may("ListResults", List.of("s3:ListBucket"), List.of(results));
  }

  private static void table(DutyFunction function, String why, Table table, String... actions) {
    List<String> named = new ArrayList<>();
    for (String action : actions) {
      named.add("dynamodb:" + action);
    }
    function.may(why, named, List.of(table.getTableArn()));
  }

  private void secrets(DutyFunction function) {
    List<Secret> read = new ArrayList<>();
    for (SecretName name : SecretName.values()) {
      // Who answers callers need not find who was erased.
      if (name != SecretName.ERASURE) {
        read.add(data.secrets().key(name));
      }
    }
    Secret reader = data.secrets().reader();
    if (reader != null) {
      read.add(reader);
    }
    read(function, read);
  }

  /** To log in as the one role that reads; where it has a password, that is in a secret. */
  private void database(DutyFunction function) {
    Database database = data.database();
    if (database != null) {
      function.may("LogInToDatabase", List.of("rds-db:connect"), List.of(database.user(function)));
    }
  }

  private static void read(DutyFunction function, List<Secret> secrets) {
    function.may(
        "ReadSecrets",
        List.of("secretsmanager:GetSecretValue"),
        secrets.stream().map(Secret::getSecretArn).toList());
  }

  private void cache(DutyFunction function) {
    function.may(
        "Cache",
        List.of("elasticache:Connect"),
        List.of(
            data.stores().cache().getAttrArn(),
            Stack.of(function)
                .formatArn(
                    ArnComponents.builder()
                        .service("elasticache")
                        .resource("user")
                        .resourceName(data.stores().cacheUser().getRef())
                        .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                        .build())));
  }
}
