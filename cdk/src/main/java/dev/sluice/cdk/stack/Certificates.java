package dev.sluice.cdk.stack;

import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.constructs.Construct;

/**
 * The certificates of RDS, by which functions know the database: a layer, since they change by
 * themselves. The file is Amazon's and not in the repository; without it no connection is made.
 */
public final class Certificates {
  /** Where a function finds them. */
  static final String BUNDLE = "/opt/rds/global-bundle.pem";

  /** Where they must lie before a deployment, in the working copy. */
  public static final String SOURCE = "cdk/layers/certificates/rds/global-bundle.pem";

  private static final String FOLDER = "cdk/layers/certificates";

  private Certificates() {}

  static LayerVersion layer(Construct scope, Path root) {
    return LayerVersion.Builder.create(scope, "Certificates")
        .code(Code.fromAsset(root.resolve(FOLDER).toString()))
        .compatibleRuntimes(List.of(Runtime.JAVA_25))
        .description("The certificate authorities of RDS")
        .build();
  }
}
