package dev.sluice.function.mcp;

import dev.sluice.task.aws.TaskServices;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.task.TaskOffer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that the settings name.
 *
 * @param offer null where they name none
 */
record OfferedTasks(@Nullable TaskOffer offer) {

  static OfferedTasks of(FunctionSettings settings, InstantSource clock, Telemetry telemetry) {
    if (settings.tasks() == null) {
      return new OfferedTasks(null);
    }
    TaskServices services = TaskServices.of(settings.tasks(), clock, telemetry);
    return new OfferedTasks(new TaskOffer(services.engine(), services.results()));
  }
}
