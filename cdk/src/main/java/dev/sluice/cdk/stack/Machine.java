package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.IAlias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.amazon.awscdk.services.stepfunctions.StateMachineType;
import software.constructs.Construct;

/** A state machine, as {@code statemachines/} has it. */
final class Machine extends Construct {

  /**
   * Which one.
   *
   * @param name of its file, and the last part of its own
   * @param function what its definition calls the function of its steps
   * @param why told beside its role
   */
  record Kind(String name, String function, String why) {
    static final Kind TASK = new Kind("query-task", "TaskFunction", "Runs the steps of tasks");
    static final Kind ERASURE = new Kind("erasure", "EraseFunction", "Runs the steps of erasures");

    /** Known before it is there, since the function that it calls is told of it. */
    String machineArn(Deployment plan) {
      return Machine.machineArn(plan, name);
    }

    /** Every execution of it. */
    String executionArns(Deployment plan) {
      return arn(plan, "execution") + plan.named(name) + ":*";
    }
  }

  Machine(
      Construct scope, String id, Deployment plan, Kind kind, Path root, Logs logs, IAlias steps) {
    super(scope, id);
    LogGroup log = logs.group(this, "Log", "/aws/vendedlogs/states/" + plan.named(kind.name()));
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("states.amazonaws.com"))
            .description(kind.why())
            .build();
    steps.grantInvoke(role);
    StateMachine.Builder.create(this, "Machine")
        .stateMachineName(plan.named(kind.name()))
        .stateMachineType(StateMachineType.STANDARD)
        .definitionBody(DefinitionBody.fromString(read(root, kind)))
        .definitionSubstitutions(Map.of(kind.function(), steps.getFunctionArn()))
        .role(role)
        .tracingEnabled(true)
        .logs(
            LogOptions.builder()
                .destination(log)
                .level(LogLevel.ALL)
                // Inputs are ids; what fails may quote more.
                .includeExecutionData(false)
                .build())
        .build();
  }

  static String machineArn(Deployment plan, String name) {
    return arn(plan, "stateMachine") + plan.named(name);
  }

  private static String arn(Deployment plan, String kind) {
    return "arn:aws:states:"
        + plan.place().region()
        + ":"
        + plan.place().account()
        + ":"
        + kind
        + ":";
  }

  private static String read(Path root, Kind kind) {
    Path file = root.resolve("statemachines/" + kind.name() + ".asl.json");
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
