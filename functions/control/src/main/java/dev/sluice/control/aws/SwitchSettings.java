package dev.sluice.control.aws;

import dev.sluice.call.Environment;
import dev.sluice.control.off.Switches;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.telemetry.Telemetry;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where switches are kept.
 *
 * @param access where DynamoDB is
 * @param table its table
 * @param fresh how old what an environment knows of it may be
 */
public record SwitchSettings(AwsAccess access, String table, Duration fresh) {

  /** As fresh as is usual. */
  public SwitchSettings(AwsAccess access, String table) {
    this(access, table, Switches.FRESH);
  }

  /**
   * What an environment says: {@code SLUICE_SWITCHES_TABLE}, without which nothing can be switched
   * off; {@code SLUICE_SWITCHES_SECONDS} (20, 1 to 40), how old what is known of it may be; and of
   * AWS's own {@code AWS_REGION} and {@code AWS_ENDPOINT_URL_DYNAMODB}; where the latter is set,
   * the keys beside it count. Throws {@link IllegalArgumentException} naming what is missing.
   *
   * @return null where there is no table
   */
  public static @Nullable SwitchSettings of(Environment environment) {
    String table = environment.text("SLUICE_SWITCHES_TABLE", "");
    return table.isEmpty()
        ? null
        : new SwitchSettings(
            AwsAccess.of(environment, "AWS_ENDPOINT_URL_DYNAMODB"),
            table,
            Duration.ofSeconds(
                environment.number(
                    "SLUICE_SWITCHES_SECONDS",
                    (int) Switches.FRESH.toSeconds(),
                    1,
                    (int) Switches.MOST_FRESH.toSeconds())));
  }

  /**
   * The switches that are kept there.
   *
   * @param settings null where nothing can be switched off
   */
  public static Switches switches(
      @Nullable SwitchSettings settings, InstantSource clock, Telemetry telemetry) {
    return settings == null
        ? new Switches(null, clock, telemetry)
        : new Switches(new DynamoDbSwitchStore(settings), settings.fresh(), clock, telemetry);
  }
}
