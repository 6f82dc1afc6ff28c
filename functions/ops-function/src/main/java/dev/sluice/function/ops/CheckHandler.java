package dev.sluice.function.ops;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Environment;
import dev.sluice.catalog.Catalog;
import dev.sluice.function.ops.release.CodeDeployVerdicts;
import dev.sluice.function.ops.release.ReleaseCheck;
import dev.sluice.function.ops.release.Verdicts;
import dev.sluice.function.ops.version.LambdaVersion;
import dev.sluice.function.ops.version.Question;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Telemetry;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The check before a version has any traffic: CodeDeploy calls it with {@code {"DeploymentId": …,
 * "LifecycleEventHookExecutionId": …}} and waits for the verdict. The version is that of the same
 * deployment, {@code SLUICE_NEW_VERSION}, and so is the catalogue whose examples it is asked.
 * Whatever goes wrong here is a verdict too: a version that cannot be checked gets no traffic.
 */
public final class CheckHandler implements RequestStreamHandler {
  /** As whom the version is asked: it shows in the audit trail. */
  private static final String ASKER = "sluice-check";

  private final ReleaseCheck check;
  private final Verdicts verdicts;
  private final Telemetry telemetry;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public CheckHandler() {
    this(Environment.ofProcess());
  }

  /** The same, told otherwise. Throws {@link IllegalArgumentException} naming what is missing. */
  public CheckHandler(Environment environment) {
    this.telemetry = OpsTelemetry.of(environment, InstantSource.system());
    this.check =
        new ReleaseCheck(
            Question.ofAll(Catalog.read(CatalogFolder.of(environment)), ASKER),
            new LambdaVersion(
                AwsAccess.of(environment, "AWS_ENDPOINT_URL_LAMBDA"),
                environment.required("SLUICE_NEW_VERSION")));
    this.verdicts =
        new CodeDeployVerdicts(AwsAccess.of(environment, "AWS_ENDPOINT_URL_CODEDEPLOY"));
  }

  /** Answers what is wrong with the version. */
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    JsonNode event = JsonMapper.shared().readTree(in);
    String deployment = text(event, "DeploymentId");
    String execution = text(event, "LifecycleEventHookExecutionId");
    boolean good = false;
    try {
      List<String> problems = check.problems();
      problems.forEach(
          problem -> telemetry.log(Event.RELEASE_REFUSED, Map.of(Field.CAUSE, problem)));
      good = problems.isEmpty();
      JsonMapper.shared().writeValue(out, Map.of("problems", problems));
    } finally {
      verdicts.tell(deployment, execution, good);
    }
  }

  private static String text(JsonNode event, String name) {
    String value = event.path(name).asString("");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "the event has no '" + name + "': CodeDeploy sends it, before it moves traffic");
    }
    return value;
  }
}
