package dev.sluice.conformance;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where things are. */
final class Places {
  private Places() {}

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

  /** What is known to fail. */
  static Path baseline(Path home, Revision revision) {
    return home.resolve("baseline-" + revision.date() + ".yaml");
  }
}
