package dev.sluice.task.aws;

import dev.sluice.call.Environment;
import dev.sluice.task.TaskLimits;
import dev.sluice.task.result.S3Settings;
import org.jspecify.annotations.Nullable;

/**
 * Where tasks, what runs them and what they come to are kept.
 *
 * @param tasks where DynamoDB is
 * @param table its table
 * @param machines where Step Functions is
 * @param stateMachine the ARN of the state machine
 * @param results where S3 is, and the bucket
 */
public record TaskSettings(
    AwsAccess tasks,
    String table,
    AwsAccess machines,
    String stateMachine,
    AwsAccess objects,
    S3Settings results,
    TaskLimits limits) {

  /**
   * What an environment says: {@code SLUICE_TASKS_TABLE}, without which there are no tasks, {@code
   * SLUICE_TASKS_BUCKET}, {@code SLUICE_TASKS_STATE_MACHINE} (an ARN), {@code
   * SLUICE_TASKS_PER_TENANT} (4), {@code SLUICE_TASKS_IN_ALL} (20), {@code
   * SLUICE_TASKS_WAITING_PER_TENANT} (100), {@code SLUICE_TASKS_KEPT_SECONDS} (86400), and of AWS's
   * own {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_DYNAMODB}, {@code AWS_ENDPOINT_URL_SFN}, {@code
   * AWS_ENDPOINT_URL_S3}; where one of the last three is set, the keys beside it count. Throws
   * {@link IllegalArgumentException} naming the variable that is missing or wrong.
   *
   * @return null where there are no tasks
   */
  public static @Nullable TaskSettings of(Environment environment) {
    String table = environment.text("SLUICE_TASKS_TABLE", "");
    if (table.isEmpty()) {
      return null;
    }
    AwsAccess objects = AwsAccess.of(environment, "AWS_ENDPOINT_URL_S3");
    TaskLimits usual = TaskLimits.DEFAULT;
    return new TaskSettings(
        AwsAccess.of(environment, "AWS_ENDPOINT_URL_DYNAMODB"),
        table,
        AwsAccess.of(environment, "AWS_ENDPOINT_URL_SFN"),
        environment.required("SLUICE_TASKS_STATE_MACHINE"),
        objects,
        new S3Settings(
            environment.required("SLUICE_TASKS_BUCKET"),
            objects.region(),
            objects.endpoint(),
            new S3Settings.Encryption.AsBucket()),
        new TaskLimits(
            environment.number("SLUICE_TASKS_PER_TENANT", usual.mostTurnsPerTenant(), 1, 1_000),
            environment.number("SLUICE_TASKS_IN_ALL", usual.mostTurnsInAll(), 1, 1_000),
            environment.number(
                "SLUICE_TASKS_WAITING_PER_TENANT", usual.mostWaitingPerTenant(), 1, 10_000),
            environment.number(
                "SLUICE_TASKS_KEPT_SECONDS", (int) usual.ttlSeconds(), 60, 30 * 86_400)));
  }

  /** The same where there must be tasks. */
  public static TaskSettings required(Environment environment) {
    TaskSettings settings = of(environment);
    if (settings == null) {
      throw new IllegalArgumentException("the environment variable SLUICE_TASKS_TABLE is not set");
    }
    return settings;
  }
}
