package dev.sluice.cdk.stack;

import dev.sluice.call.secret.SecretName;
import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/**
 * The findings of cdk-nag that stand: one at a time, for one resource, each with what would
 * convince a reviewer.
 */
final class Acknowledged {
  private static final String SOLUTIONS = "AwsSolutions::AwsSolutions-";
  private static final String SERVERLESS = "Serverless::Serverless-";
  private static final String ANY_RESOURCE = "IAM5[Resource::*]";

  private final App app;
  private final Deployment plan;

  private Acknowledged(App app, Deployment plan) {
    this.app = app;
    this.plan = plan;
  }

  /** In every stack of an app. */
  static void in(App app, Deployment plan) {
    Acknowledged all = new Acknowledged(app, plan);
    all.data();
    all.functions();
    all.api();
    all.roles();
  }

  private void data() {
    if (plan.database() instanceof DatabasePlan.Existing) {
      solutions(
          "Data/Secrets/Reader/Resource",
          "SMG4",
          "The password is the database's, and its owner changes it there and here. Functions read"
              + " AWSCURRENT for each connection and need no restart. A rotation by AWS would need a"
              + " function with the owner's rights in the database, which nothing of Sluice has");
    }
    for (SecretName key : SecretName.values()) {
      solutions(
          "Data/Secrets/" + Secrets.construct(key) + "/Resource",
          "SMG4",
          key.isRotated()
              ? "A key is rotated by ./sluice rotate, which makes a version and keeps the one"
                  + " before: by decision, since cursors and hashes that callers hold hang on it."
                  + " Functions follow within five minutes"
              : "Receipts of erasures hold an HMAC under it; under another key none of them would"
                  + " match what a restored backup brings back");
    }
    solutions(
        "Data/Backups/Role/Resource",
        "IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]",
        "AWS Backup's own policy for its own service: its many actions follow what Backup learns,"
            + " and a copy of ours would let backups fail silently when it falls behind. Only"
            + " backup.amazonaws.com can take the role");
    if (plan.database() instanceof DatabasePlan.Created && !plan.keeping().afterDeletion()) {
      solutions(
          "Data/Database/Cluster/Resource",
          "RDS10",
          "An environment for trying: it is made and deleted by whoever tries");
    }
  }

  private void functions() {
    for (Duty duty : List.of(Duty.MCP, Duty.AUTHORIZER, Duty.TASK, Duty.ERASE)) {
      acknowledge(
          "Service/" + duty.id() + "/Function/Resource",
          SERVERLESS + "LambdaDLQ",
          "Called synchronously only, by API Gateway or Step Functions, which is told of every"
              + " failure: Lambda uses a dead-letter queue for asynchronous calls alone");
    }
    List<String> deadLetters =
        plan.watched() ? List.of("DeadLetters", "Paging/Undelivered") : List.of("DeadLetters");
    for (String queue : deadLetters) {
      acknowledge(
          "Service/" + queue + "/Resource",
          SERVERLESS + "SQSRedrivePolicy",
          "This is the dead-letter queue: what is in it waits for a person");
    }
    if (plan.watched()) {
      solutions(
          "Service/Paging/Undelivered/Resource",
          "SQS3",
          "This is the dead-letter queue of every subscription to the topics: the rule looks at"
              + " queues and functions alone");
      acknowledge(
          "Service/Paging/PagesToBeat",
          "CloudFormation-Validate::W3694",
          "SNS calls a function by any ARN of it, and everybody calls the alias");
    }
    for (Duty duty : Duty.of(plan).stream().filter(Duty::released).toList()) {
      acknowledge(
          "Service/" + duty.id() + "/Function",
          "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish",
          "The alias live publishes a version for every change, and everybody calls the alias");
    }
  }

  private void api() {
    solutions(
        "Service/Api/Rest/Resource",
        "APIG2",
        "The body is JSON-RPC of several revisions, which one model cannot say: the protocol's own"
            + " reader refuses what is wrong, with the error that MCP wants, and WAF bounds its size");
    solutions(
        "Service/Api/Rest/Default/mcp/ANY/Resource",
        "COG4",
        "The authorizer is ours: it takes OAuth 2.1 tokens of any issuer, Cognito's among them, and"
            + " says which scopes are missing, which Cognito's authorizer cannot");
    for (String path : List.of("GET", "mcp/GET")) {
      String method =
          "Service/Api/Rest/Default/.well-known/oauth-protected-resource/" + path + "/Resource";
      String reason =
          "RFC 9728: who has no token reads here where to get one. The answer is a constant of the"
              + " template, and no function is called";
      solutions(method, "COG4", reason);
      solutions(method, "APIG4", reason);
    }
  }

  private void roles() {
    for (Duty duty : List.of(Duty.MCP, Duty.TASK, Duty.ERASE, Duty.INVALIDATE)) {
      solutions(
          policyOf(duty),
          ANY_RESOURCE,
          "Two statements: X-Ray's, which knows no resources, and the network interfaces that Lambda"
              + " makes with this role before they have a name; the function's own code is denied"
              + " those (lambda:SourceFunctionArn)");
    }
    List<Duty> outside =
        new ArrayList<>(List.of(Duty.AUTHORIZER, Duty.SWEEP, Duty.PROBE, Duty.CHECK));
    if (plan.watched()) {
      outside.add(Duty.BEAT);
    }
    for (Duty duty : outside) {
      solutions(policyOf(duty), ANY_RESOURCE, "X-Ray's actions know no resources");
    }
    for (Duty duty : List.of(Duty.MCP, Duty.TASK, Duty.SWEEP, Duty.ERASE)) {
      solutions(
          policyOf(duty),
          "IAM5[Resource::" + Machine.Kind.TASK.executionArns(plan) + "]",
          "Executions of the one state machine: each is named by its task, as it comes");
      solutions(
          policyOf(duty),
          "IAM5[Resource::arn:aws:s3:::" + Stores.resultsName(plan) + "/*]",
          "The bucket holds results of tasks and nothing else; each object is named by its task");
    }
    solutions(
        "Service/Account/Role/Resource",
        ANY_RESOURCE,
        "API Gateway's logs of an account: it checks for exactly these rights on every log group,"
            + " and refuses a role with less");
    for (String machine : List.of("Tasks", "Erasures")) {
      solutions(
          "Service/" + machine + "/Role/DefaultPolicy/Resource",
          ANY_RESOURCE,
          "X-Ray's actions and those of log delivery know no resources");
    }
    solutions(
        "Service/Releases/Role/DefaultPolicy/Resource",
        ANY_RESOURCE,
        "cloudwatch:DescribeAlarms knows no resources; aliases are named one by one");
  }

  private static String policyOf(Duty duty) {
    return "Service/" + duty.id() + "/Role/DefaultPolicy/Resource";
  }

  private void solutions(String path, String rule, String reason) {
    acknowledge(path, SOLUTIONS + rule, reason);
  }

  private void acknowledge(String path, String id, String reason) {
    IConstruct at = app;
    for (String step : path.split("/", -1)) {
      at = at.getNode().findChild(step);
    }
    Validations.of(at).acknowledge(Acknowledgment.builder().id(id).reason(reason).build());
  }
}
