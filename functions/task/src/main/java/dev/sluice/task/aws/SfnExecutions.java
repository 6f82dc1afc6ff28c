package dev.sluice.task.aws;

import dev.sluice.task.Executions;
import dev.sluice.task.TaskId;
import dev.sluice.task.TaskStoreException;
import dev.sluice.telemetry.Telemetry;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.SfnClientBuilder;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/**
 * Executions of a standard state machine of Step Functions, each named by its task: of two that
 * start the same, one does. Safe for use by several threads.
 */
public final class SfnExecutions implements Executions, AutoCloseable {
  private final SfnClient client;
  private final String stateMachineArn;
  private final Retries retries;

  /** Over a state machine that is there. */
  public SfnExecutions(AwsAccess access, String stateMachineArn, Telemetry telemetry) {
    if (!stateMachineArn.contains(":stateMachine:")) {
      throw new IllegalArgumentException(
          "'" + stateMachineArn + "' is no ARN of a state machine: it has no ':stateMachine:'");
    }
    this.client = client(access);
    this.stateMachineArn = stateMachineArn;
    this.retries = new Retries(telemetry);
  }

  static SfnClient client(AwsAccess access) {
    SfnClientBuilder builder =
        SfnClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .httpClient(Patience.http())
            .overrideConfiguration(Patience.once());
    return (access.endpoint() == null ? builder : builder.endpointOverride(access.endpoint()))
        .build();
  }

  @Override
  public void start(TaskId id) throws TaskStoreException {
    retries.ask(
        "start an execution",
        () -> {
          try {
            client.startExecution(
                start ->
                    start
                        .stateMachineArn(stateMachineArn)
                        .name(id.text())
                        .input("{\"taskId\":\"" + id.text() + "\"}"));
          } catch (ExecutionAlreadyExistsException _) {
            // It has run, or runs.
          }
          return true;
        });
  }

  @Override
  public boolean hasEnded(TaskId id) throws TaskStoreException {
    return status(id).filter(status -> !isAtWork(status)).isPresent();
  }

  @Override
  public boolean isRunning(TaskId id) throws TaskStoreException {
    return status(id).filter(SfnExecutions::isAtWork).isPresent();
  }

  private static boolean isAtWork(ExecutionStatus status) {
    return status == ExecutionStatus.RUNNING || status == ExecutionStatus.PENDING_REDRIVE;
  }

  /** Empty where there is no such execution. */
  private Optional<ExecutionStatus> status(TaskId id) throws TaskStoreException {
    String arn = stateMachineArn.replace(":stateMachine:", ":execution:") + ":" + id.text();
    return retries.ask(
        "look at an execution",
        () -> {
          try {
            return Optional.of(
                client.describeExecution(execution -> execution.executionArn(arn)).status());
          } catch (ExecutionDoesNotExistException _) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void goOn(String token) throws TaskStoreException {
    retries.ask(
        "tell an execution to go on",
        () -> {
          try {
            client.sendTaskSuccess(success -> success.taskToken(token).output("{}"));
          } catch (TaskTimedOutException | InvalidTokenException | TaskDoesNotExistException e) {
            // It does not wait for it, or no longer.
            return false;
          }
          return true;
        });
  }

  /** Ends its connections; it may be used no more. */
  @Override
  public void close() {
    client.close();
  }
}
