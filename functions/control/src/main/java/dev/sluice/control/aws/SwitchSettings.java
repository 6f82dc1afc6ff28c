package dev.sluice.control.aws;

import dev.sluice.call.Environment;
import dev.sluice.task.aws.AwsAccess;
import org.jspecify.annotations.Nullable;

/**
 * Where switches are kept.
 *
 * @param access where DynamoDB is
 * @param table its table
 */
public record SwitchSettings(AwsAccess access, String table) {

  /**
   * What an environment says: {@code SLUICE_SWITCHES_TABLE}, without which nothing can be switched
   * off, and of AWS's own {@code AWS_REGION} and {@code AWS_ENDPOINT_URL_DYNAMODB}; where the
   * latter is set, the keys beside it count. Throws {@link IllegalArgumentException} naming what is
   * missing.
   *
   * @return null where there is no table
   */
  public static @Nullable SwitchSettings of(Environment environment) {
    String table = environment.text("SLUICE_SWITCHES_TABLE", "");
    return table.isEmpty()
        ? null
        : new SwitchSettings(AwsAccess.of(environment, "AWS_ENDPOINT_URL_DYNAMODB"), table);
  }
}
