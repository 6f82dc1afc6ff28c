package dev.sluice.function.ops;

import dev.sluice.call.Environment;
import java.nio.file.Path;

/** Where the catalogue is: {@code SLUICE_CATALOG}, or {@code catalog} in the task's root. */
final class CatalogFolder {
  private CatalogFolder() {}

  static Path of(Environment environment) {
    String root = environment.text("LAMBDA_TASK_ROOT", ".");
    return Path.of(environment.text("SLUICE_CATALOG", Path.of(root, "catalog").toString()));
  }
}
