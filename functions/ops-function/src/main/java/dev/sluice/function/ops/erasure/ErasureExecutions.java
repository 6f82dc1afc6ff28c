package dev.sluice.function.ops.erasure;

import dev.sluice.call.Environment;
import dev.sluice.task.TaskStoreException;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.task.aws.Retries;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * Executions of the state machine of erasures. One erasure may have several: each goes on where the
 * others were. Safe for use by several threads.
 */
public final class ErasureExecutions implements AutoCloseable {
  private final SfnClient client;
  private final String machineArn;
  private final InstantSource clock;
  private final Retries retries;

  /**
   * Over the state machine that the environment names: {@code SLUICE_ERASURES_STATE_MACHINE}, an
   * ARN, and of AWS's own {@code AWS_REGION} and {@code AWS_ENDPOINT_URL_SFN}. Throws {@link
   * IllegalArgumentException} naming the variable that is missing.
   */
  public ErasureExecutions(Environment environment, InstantSource clock, Telemetry telemetry) {
    this.machineArn = environment.required("SLUICE_ERASURES_STATE_MACHINE");
    this.client = AwsAccess.of(environment, "AWS_ENDPOINT_URL_SFN").stepFunctions();
    this.clock = clock;
    this.retries = new Retries(telemetry);
  }

  /**
   * Starts one.
   *
   * @param erasureId of an erasure that was opened
   * @return its ARN
   */
  public String start(String erasureId) {
    String name = erasureId + "-" + clock.millis();
    return ask(
        "start an execution",
        () -> {
          try {
            return client
                .startExecution(
                    start ->
                        start
                            .stateMachineArn(machineArn)
                            .name(name)
                            .input("{\"erasureId\":\"" + erasureId + "\"}"))
                .executionArn();
          } catch (ExecutionAlreadyExistsException _) {
            // Ours: an answer was lost, and it ended meanwhile.
            return machineArn.replace(":stateMachine:", ":execution:") + ":" + name;
          }
        });
  }

  /** Whether one has not ended yet. */
  public boolean isRunning(String executionArn) {
    return ask(
            "look at an execution",
            () -> client.describeExecution(one -> one.executionArn(executionArn)).status())
        == ExecutionStatus.RUNNING;
  }

  /** Ends its connections; it may be used no more. */
  @Override
  public void close() {
    client.close();
  }

  private <T> T ask(String what, Supplier<T> request) {
    try {
      return retries.ask(what, request);
    } catch (TaskStoreException e) {
      throw new ErasureUnavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
