package dev.sluice.cdk;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where things are. */
final class Places {
  private Places() {}

  /** The working copy: as {@code ./sluice} says, or the folder above this module's. */
  static Path root() {
    return Path.of(System.getProperty("sluice.root", "..")).toAbsolutePath().normalize();
  }

  /** Templates of all environments, a folder for each. */
  static Path templates() {
    return root().resolve("cdk/target/cdk.out");
  }

  /** What is kept between runs: as {@code ./sluice} says, or as it would say. */
  static Path cache() {
    String told = System.getProperty("sluice.cache");
    if (told != null) {
      return Path.of(told);
    }
    @Nullable String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg != null && !xdg.isEmpty()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("sluice");
  }
}
