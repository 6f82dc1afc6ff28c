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

/** The state machine of tasks, as {@code statemachines/} has it. */
final class Tasks extends Construct {
  private static final String MACHINE = "query-task";

  Tasks(Construct scope, String id, Deployment plan, Path root, Logs logs, IAlias steps) {
    super(scope, id);
    LogGroup log = logs.group(this, "Log", "/aws/vendedlogs/states/" + plan.named(MACHINE));
    Role role =
        Role.Builder.create(this, "Role")
            .assumedBy(new ServicePrincipal("states.amazonaws.com"))
            .description("Runs the steps of tasks")
            .build();
    steps.grantInvoke(role);
    StateMachine.Builder.create(this, "Query")
        .stateMachineName(plan.named(MACHINE))
        .stateMachineType(StateMachineType.STANDARD)
        .definitionBody(DefinitionBody.fromString(read(root)))
        .definitionSubstitutions(Map.of("TaskFunction", steps.getFunctionArn()))
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

  /** Known before it is there, since the function that it calls is told of it. */
  static String machineArn(Deployment plan) {
    return arn(plan, "stateMachine") + plan.named(MACHINE);
  }

  /** Every execution of it. */
  static String executionArns(Deployment plan) {
    return arn(plan, "execution") + plan.named(MACHINE) + ":*";
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

  private static String read(Path root) {
    Path file = root.resolve("statemachines/" + MACHINE + ".asl.json");
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
