package dev.sluice.cdk;

import dev.sluice.cdk.plan.Deployments;
import dev.sluice.cdk.stack.SluiceApp;
import java.nio.file.Path;

/**
 * Makes the templates of environments: a process of its own, since the CDK takes its Node from an
 * environment variable.
 */
final class Synth {
  private Synth() {}

  /**
   * The arguments are the working copy, the folder for the templates (a folder for each environment
   * is made in it), whether NIST is reported ({@code true} or {@code false}), and the names of
   * environments.
   */
  public static void main(String[] arguments) {
    Path root = Path.of(arguments[0]);
    Path out = Path.of(arguments[1]);
    boolean reported = Boolean.parseBoolean(arguments[2]);
    for (int i = 3; i < arguments.length; i++) {
      SluiceApp.of(Deployments.named(arguments[i]), root, out.resolve(arguments[i]), reported)
          .synth();
    }
  }
}
