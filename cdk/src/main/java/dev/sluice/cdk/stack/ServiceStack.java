package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Sizes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.amazon.awscdk.services.xray.CfnSamplingRule;
import software.constructs.Construct;

/** What every release changes: functions, the API before them, tasks, duties. */
final class ServiceStack extends Stack {
  private static final double SAMPLED = 0.01;
  private static final int SMALL_MEMORY_MIB = 512;
  private static final int TASK_MEMORY_MIB = 1769;
  private static final Duration DEAD_LETTERS_LAST = Duration.days(14);

  private final Deployment plan;
  private final DataStack data;

  ServiceStack(
      Construct scope, String id, StackProps props, Deployment plan, DataStack data, Path root) {
    super(scope, id, props);
    this.plan = plan;
    this.data = data;
    Logs logs = new Logs(data.keys().logs(), plan);
    DutyFunction.Common common = new DutyFunction.Common(plan, root, logs);
    Queue deadLetters = deadLetters();
    Api api = new Api(this, "Api", plan, logs);
    LayerVersion certificates = Certificates.layer(this, root);
    Sizes sizes = plan.sizes();

    DutyFunction mcp =
        new DutyFunction(
            this,
            common,
            Duty.MCP,
            inNetwork(sizes.mcpMemoryMiB(), sizes.mcpReserved(), certificates),
            mcpEnvironment());
    DutyFunction authorizer =
        new DutyFunction(
            this,
            common,
            Duty.AUTHORIZER,
            outside(SMALL_MEMORY_MIB, sizes.authorizerReserved(), null),
            authorizerEnvironment(api));
    DutyFunction task =
        new DutyFunction(
            this,
            common,
            Duty.TASK,
            inNetwork(TASK_MEMORY_MIB, sizes.taskReserved(), certificates),
            readerEnvironment());
    DutyFunction sweep =
        new DutyFunction(
            this, common, Duty.SWEEP, outside(SMALL_MEMORY_MIB, 1, deadLetters), taskEnvironment());

    grant(mcp, task, sweep);
    api.serve(mcp.live(), authorizer.live(), root.resolve("catalog"));
    new Account(this, "Account");
    new Firewall(this, "Firewall", plan, logs, api);
    new Tasks(this, "Tasks", plan, root, logs, task.live());
    new Releases(this, "Releases", plan, List.of(mcp, authorizer, task, sweep));
    new Duties(this, "Duties", plan, sweep, deadLetters);
    sampling();
    CfnOutput.Builder.create(this, "Endpoint")
        .description("What clients are given")
        .value(api.endpoint())
        .build();
  }

  private DutyFunction.Shape inNetwork(int memoryMiB, int reserved, LayerVersion certificates) {
    return new DutyFunction.Shape(memoryMiB, reserved, data.network(), null, List.of(certificates));
  }

  private static DutyFunction.Shape outside(
      int memoryMiB, int reserved, @Nullable Queue deadLetters) {
    return new DutyFunction.Shape(memoryMiB, reserved, null, deadLetters, List.of());
  }

  private Queue deadLetters() {
    return Queue.Builder.create(this, "DeadLetters")
        .queueName(plan.named("dead-letters"))
        .encryption(QueueEncryption.KMS)
        .encryptionMasterKey(data.keys().data())
        .enforceSsl(true)
        .retentionPeriod(DEAD_LETTERS_LAST)
        .removalPolicy(Keys.removal(plan))
        .build();
  }

  /** Each duty what it needs, and by name. */
  private void grant(DutyFunction mcp, DutyFunction task, DutyFunction sweep) {
    String machine = Tasks.machineArn(plan);
    for (DutyFunction function : List.of(mcp, task, sweep)) {
      function.may(
          "Tasks",
          List.of(
              "dynamodb:GetItem",
              "dynamodb:PutItem",
              "dynamodb:UpdateItem",
              "dynamodb:DeleteItem",
              "dynamodb:ConditionCheckItem",
              "dynamodb:Query"),
          List.of(
              data.stores().tasks().getTableArn(),
              data.stores().tasks().getTableArn() + "/index/byLine"));
      function.may("StartTasks", List.of("states:StartExecution"), List.of(machine));
      function.may(
          "FollowTasks", List.of("states:DescribeExecution"), List.of(Tasks.executionArns(plan)));
      function.mayUse(data.keys().data(), List.of("dynamodb", "s3", "secretsmanager"));
    }
    for (DutyFunction function : List.of(mcp, task)) {
      function.may(
          "ReadSecrets",
          List.of("secretsmanager:GetSecretValue"),
          List.of(data.secrets().reader().getSecretArn(), data.secrets().maskKey().getSecretArn()));
    }
    // By name, not by reference: the finding that is acknowledged names it.
    String results = "arn:aws:s3:::" + Stores.resultsName(plan);
    mcp.may("ReadResults", List.of("s3:GetObject"), List.of(results + "/*"));
    task.may("WriteResults", List.of("s3:GetObject", "s3:PutObject"), List.of(results + "/*"));
    sweep.may("ClearResults", List.of("s3:DeleteObject"), List.of(results + "/*"));
    sweep.may("ListResults", List.of("s3:ListBucket"), List.of(results));
    mcp.may(
        "Cache",
        List.of("elasticache:Connect"),
        List.of(
            data.stores().cache().getAttrArn(),
            formatArn(
                software.amazon.awscdk.ArnComponents.builder()
                    .service("elasticache")
                    .resource("user")
                    .resourceName(data.stores().cacheUser().getRef())
                    .arnFormat(software.amazon.awscdk.ArnFormat.COLON_RESOURCE_NAME)
                    .build())));
  }

  private Map<String, String> taskEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SLUICE_TASKS_TABLE", plan.named("tasks"));
    environment.put("SLUICE_TASKS_BUCKET", Stores.resultsName(plan));
    environment.put("SLUICE_TASKS_STATE_MACHINE", Tasks.machineArn(plan));
    return environment;
  }

  private Map<String, String> readerEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>(taskEnvironment());
    switch (plan.database()) {
      case DatabasePlan.Created _ -> {
        Database database = Objects.requireNonNull(data.database());
        environment.put("SLUICE_REPLICA_URLS", database.replicaUrl());
        environment.put("SLUICE_PRIMARY_URL", database.primaryUrl());
      }
      case DatabasePlan.Existing existing -> {
        environment.put("SLUICE_REPLICA_URLS", String.join(" ", existing.replicaUrls()));
        environment.put("SLUICE_PRIMARY_URL", existing.primaryUrl());
      }
    }
    environment.put("SLUICE_CONNECTIONS", String.valueOf(plan.sizes().connectionsPerKind()));
    return environment;
  }

  private Map<String, String> mcpEnvironment() {
    Map<String, String> environment = new LinkedHashMap<>(readerEnvironment());
    environment.put(
        "SLUICE_CACHE_URL",
        "rediss://"
            + data.stores().cache().getAttrEndpointAddress()
            + ":"
            + data.stores().cache().getAttrEndpointPort());
    environment.put("SLUICE_CACHE_CLUSTER", "true");
    return environment;
  }

  private Map<String, String> authorizerEnvironment(Api api) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SLUICE_ISSUER", plan.issuer().issuer());
    environment.put("SLUICE_ISSUER_KEYS_URL", plan.issuer().keysUrl());
    environment.put("SLUICE_RESOURCE", api.endpoint());
    environment.put("SLUICE_TOKEN_FORM", plan.issuer().tokenForm());
    if (plan.issuer().tenantClaim() != null) {
      environment.put("SLUICE_TENANT_CLAIM", plan.issuer().tenantClaim());
    }
    String stage = api.stage();
    if (stage != null) {
      environment.put("SLUICE_STAGE", stage);
    }
    return environment;
  }

  /** One call in a hundred, and more of them for a minute when calls fail. */
  private void sampling() {
    CfnSamplingRule.Builder.create(this, "Sampling")
        .samplingRule(
            CfnSamplingRule.SamplingRuleProperty.builder()
                .ruleName(plan.named("calls"))
                .priority(100)
                .version(1)
                .fixedRate(SAMPLED)
                .reservoirSize(1)
                .host("*")
                .httpMethod("*")
                .resourceArn("*")
                .serviceName(plan.named("*"))
                .serviceType("*")
                .urlPath("*")
                .samplingRateBoost(
                    CfnSamplingRule.SamplingRateBoostProperty.builder()
                        .maxRate(1)
                        .cooldownWindowMinutes(1)
                        .build())
                .build())
        .build();
  }
}
