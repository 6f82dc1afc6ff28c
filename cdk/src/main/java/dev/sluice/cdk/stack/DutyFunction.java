package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.ILayerVersion;
import software.amazon.awscdk.services.lambda.LoggingFormat;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/**
 * One duty as a function: its role, its log, a snapshot of each published version, and the alias
 * {@code live}, which is what everybody calls.
 */
final class DutyFunction extends Construct {
  /** The alias that traffic goes to. */
  static final String LIVE = "live";

  private final software.amazon.awscdk.services.lambda.Function function;
  private final @Nullable Alias live;
  private final LogGroup log;
  private final Duty duty;

  /**
   * What all functions of an environment have in common.
   *
   * @param root the working copy, which is built
   */
  record Common(Deployment plan, Path root, Logs logs) {}

  /**
   * How one differs from the others.
   *
   * @param memoryMiB its memory
   * @param reserved how many at once
   * @param network in which it is; null for outside
   * @param deadLetters where events go that failed; null where none are sent
   * @param layers beneath it
   */
  record Shape(
      int memoryMiB,
      int reserved,
      @Nullable Network network,
      @Nullable IQueue deadLetters,
      List<ILayerVersion> layers) {
    /** Copies the list. */
    Shape {
      layers = List.copyOf(layers);
    }
  }

  DutyFunction(
      Construct scope, Common common, Duty duty, Shape shape, Map<String, String> environment) {
    super(scope, duty.id());
    this.duty = duty;
    Deployment plan = common.plan();
    String name = plan.named(duty.name());
    log = common.logs().group(this, "Log", "/aws/lambda/" + name);
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .description(duty.why())
            .build();
    log.grantWrite(role);
    if (shape.network() != null) {
      letIntoNetwork(role, plan, name);
    }
    var builder =
        software.amazon.awscdk.services.lambda.Function.Builder.create(this, "Function")
            .functionName(name)
            .description(duty.why())
            .runtime(software.amazon.awscdk.services.lambda.Runtime.JAVA_25)
            .architecture(Architecture.ARM_64)
            .handler(duty.handler())
            .code(Code.fromAsset(zip(common.root(), duty).toString()))
            .memorySize(shape.memoryMiB())
            .timeout(duty.timeout())
            .reservedConcurrentExecutions(shape.reserved())
            .tracing(Tracing.ACTIVE)
            .loggingFormat(LoggingFormat.TEXT)
            .logGroup(log)
            .role(role)
            .layers(shape.layers())
            .environment(environment);
    if (shape.network() != null) {
      builder
          .vpc(shape.network().vpc())
          .vpcSubnets(shape.network().functionSubnets())
          .securityGroups(List.of(shape.network().functions()));
    }
    if (shape.deadLetters() != null) {
      builder.deadLetterQueue(shape.deadLetters());
    }
    if (duty.released()) {
      builder.snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS);
    }
    function = builder.build();
    if (shape.deadLetters() != null) {
      // Lambda writes there as the function, and the CDK allows no more than to send.
      mayUse(
          "WriteDeadLetters",
          Objects.requireNonNull(shape.deadLetters().getEncryptionMasterKey()),
          List.of("sqs"));
    }
    live =
        duty.released()
            ? Alias.Builder.create(this, "Live")
                .aliasName(LIVE)
                .version(function.getCurrentVersion())
                .build()
            : null;
  }

  /** The deployment package that Maven built. */
  static Path zip(Path root, Duty duty) {
    return root.resolve("functions/" + duty.module() + "/target/" + duty.module() + "-lambda.zip");
  }

  software.amazon.awscdk.services.lambda.Function function() {
    return function;
  }

  Alias live() {
    return Objects.requireNonNull(live, duty.name() + " has no alias");
  }

  Duty duty() {
    return duty;
  }

  void may(String why, List<String> actions, List<String> resources) {
    function.addToRolePolicy(
        PolicyStatement.Builder.create().sid(why).actions(actions).resources(resources).build());
  }

  /** Only by way of the services that keep data under it. */
  void mayUse(IKey key, List<String> services) {
    mayUse("UseKey", key, services);
  }

  private void mayUse(String why, IKey key, List<String> services) {
    String region = Stack.of(this).getRegion();
    function.addToRolePolicy(
        PolicyStatement.Builder.create()
            .sid(why)
            .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
            .resources(List.of(key.getKeyArn()))
            .conditions(
                Map.of(
                    "StringEquals",
                    Map.of(
                        "kms:ViaService",
                        services.stream()
                            .map(service -> service + "." + region + ".amazonaws.com")
                            .toList())))
            .build());
  }

  /**
   * Lambda itself makes and deletes network interfaces with the function's role, and knows no names
   * for them; the function's own code may not.
   */
  private static void letIntoNetwork(Role role, Deployment plan, String name) {
    List<String> interfaces =
        List.of(
            "ec2:CreateNetworkInterface",
            "ec2:DeleteNetworkInterface",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSubnets",
            "ec2:AssignPrivateIpAddresses",
            "ec2:UnassignPrivateIpAddresses");
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("NetworkInterfaces")
            .actions(interfaces)
            .resources(List.of("*"))
            .build());
    role.addToPolicy(
        PolicyStatement.Builder.create()
            .sid("NotByItsCode")
            .effect(Effect.DENY)
            .actions(interfaces)
            .resources(List.of("*"))
            .conditions(
                Map.of(
                    "ArnEquals",
                    Map.of(
                        "lambda:SourceFunctionArn",
                        "arn:aws:lambda:"
                            + plan.place().region()
                            + ":"
                            + plan.place().account()
                            + ":function:"
                            + name)))
            .build());
  }
}
