package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployments;
import dev.sluice.cdk.stack.SluiceApp;
import java.nio.file.Path;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.Bucket;

/**
 * An environment with a bucket beside it that nobody would acknowledge: for a process of a test.
 */
final class SeededFinding {
  private SeededFinding() {}

  /** The arguments are those of {@link Synth}. */
  public static void main(String[] arguments) {
    App app =
        SluiceApp.of(
            Deployments.named(arguments[3]),
            Path.of(arguments[0]),
            Path.of(arguments[1]).resolve(arguments[3]),
            Boolean.parseBoolean(arguments[2]));
    Bucket _ = new Bucket((Stack) app.getNode().findChild("Data"), "Seeded");
    app.synth();
  }
}
