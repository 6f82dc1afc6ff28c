package dev.sluice.cdk.stack;

import dev.sluice.alarms.Alarm;
import dev.sluice.alarms.AlarmSet;
import dev.sluice.cdk.plan.Deployment;
import dev.sluice.cdk.plan.Sizes;
import dev.sluice.cdk.plan.Watch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

/** What every release changes: functions, the API before them, tasks, duties, alarms. */
final class ServiceStack extends Stack {
  private static final double SAMPLED = 0.01;
  private static final int SMALL_MEMORY_MIB = 512;
  private static final int TASK_MEMORY_MIB = 1769;

  /** It waits nearly all the time. */
  private static final int PROBE_MEMORY_MIB = 256;

  private static final int BEAT_MEMORY_MIB = 256;
  private static final int ERASURES_AT_ONCE = 2;
  private static final Duration DEAD_LETTERS_LAST = Duration.days(14);

  private final Deployment plan;
  private final DataStack data;

  ServiceStack(
      Construct scope,
      String id,
      StackProps props,
      Deployment plan,
      DataStack data,
      AlarmSet set,
      Path root) {
    super(scope, id, props);
    this.plan = plan;
    this.data = data;
    Logs logs = new Logs(data.keys().logs(), plan);
    DutyFunction.Common common = new DutyFunction.Common(plan, root, logs);
    Queue deadLetters = deadLetters();
    Api api = new Api(this, "Api", plan, logs);
    LayerVersion certificates = Certificates.layer(this, root);
    Sizes sizes = plan.sizes();

    Variables variables = new Variables(plan, data);
    Grants grants = new Grants(plan, data);
    DutyFunction mcp =
        new DutyFunction(
            this,
            common,
            Duty.MCP,
            inNetwork(sizes.mcpMemoryMiB(), sizes.mcpReserved(), null, certificates),
            variables.mcp());
    DutyFunction authorizer =
        new DutyFunction(
            this,
            common,
            Duty.AUTHORIZER,
            outside(SMALL_MEMORY_MIB, sizes.authorizerReserved(), null),
            variables.authorizer(api));
    DutyFunction task =
        new DutyFunction(
            this,
            common,
            Duty.TASK,
            inNetwork(TASK_MEMORY_MIB, sizes.taskReserved(), null, certificates),
            variables.task());
    DutyFunction sweep =
        new DutyFunction(
            this, common, Duty.SWEEP, outside(SMALL_MEMORY_MIB, 1, deadLetters), variables.sweep());
    DutyFunction erase =
        new DutyFunction(
            this,
            common,
            Duty.ERASE,
            inNetwork(SMALL_MEMORY_MIB, ERASURES_AT_ONCE, null),
            variables.erase());
    DutyFunction invalidate =
        new DutyFunction(
            this,
            common,
            Duty.INVALIDATE,
            inNetwork(SMALL_MEMORY_MIB, 1, deadLetters),
            variables.invalidate());
    DutyFunction probe =
        new DutyFunction(
            this,
            common,
            Duty.PROBE,
            outside(PROBE_MEMORY_MIB, 1, deadLetters),
            variables.probe(api));
    DutyFunction check =
        new DutyFunction(
            this,
            common,
            Duty.CHECK,
            outside(SMALL_MEMORY_MIB, 1, deadLetters),
            variables.check(mcp));

    grants.mcp(mcp);
    grants.task(task);
    grants.sweep(sweep);
    grants.erase(erase);
    grants.invalidate(invalidate);
    grants.probe(probe, mcp);
    grants.check(check, mcp);
    api.serve(mcp.live(), authorizer.live(), root.resolve("catalog"));
    new Account(this, "Account");
    new Firewall(this, "Firewall", plan, logs, api);
    new Machine(this, "Tasks", plan, Machine.Kind.TASK, root, logs, task.live());
    new Machine(this, "Erasures", plan, Machine.Kind.ERASURE, root, logs, erase.live());
    List<DutyFunction> released =
        new ArrayList<>(List.of(mcp, authorizer, task, sweep, erase, invalidate, probe));
    @Nullable Alarms alarms = null;
    if (plan.watch() instanceof Watch.OnCall watch) {
      DutyFunction beat =
          new DutyFunction(
              this, common, Duty.BEAT, outside(BEAT_MEMORY_MIB, 1, deadLetters), Map.of());
      released.add(beat);
      List<Alarm> deployed = Names.deployed(plan, set);
      Names names = new Names(plan, newVersions(released));
      Paging paging = new Paging(this, "Paging", plan, data.keys().data(), deployed);
      paging.beat(beat);
      alarms = new Alarms(this, "Alarms", watch, deployed, names, paging);
      new Boards(this, "Boards", set, names, root);
    }
    new Releases(this, "Releases", plan, released, check, set, alarms);
    new Duties(this, "Duties", plan, deadLetters, sweep, probe, invalidate);
    sampling();
    CfnOutput.Builder.create(this, "Endpoint")
        .description("What clients are given")
        .value(api.endpoint())
        .build();
  }

  private Map<String, String> newVersions(List<DutyFunction> released) {
    Map<String, String> versions = new LinkedHashMap<>();
    released.forEach(
        each ->
            versions.put(
                plan.named(each.duty().name()), each.function().getCurrentVersion().getVersion()));
    return versions;
  }

  private DutyFunction.Shape inNetwork(
      int memoryMiB, int reserved, @Nullable Queue deadLetters, LayerVersion... layers) {
    return new DutyFunction.Shape(
        memoryMiB, reserved, data.network(), deadLetters, List.of(layers));
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

  /** One call in a hundred; a call that failed, mcp-function sends itself. */
  private void sampling() {
    CfnSamplingRule.Builder.create(this, "Sampling")
        .samplingRule(
            CfnSamplingRule.SamplingRuleProperty.builder()
                .ruleName(plan.named("calls"))
                .priority(100)
                .version(1)
                .fixedRate(SAMPLED)
                .reservoirSize(0)
                .host("*")
                .httpMethod("*")
                .resourceArn("*")
                .serviceName(plan.named("*"))
                .serviceType("*")
                .urlPath("*")
                .build())
        .build();
  }
}
