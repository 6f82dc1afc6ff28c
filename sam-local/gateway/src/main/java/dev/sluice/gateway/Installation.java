package dev.sluice.gateway;

import java.nio.file.Path;

/** Where this working copy and its cache are, as {@code ./sluice} says. */
final class Installation {
  private Installation() {}

  /** The working copy. */
  static Path root() {
    return Path.of(System.getProperty("sluice.root", "."));
  }

  /** What is kept between runs. */
  static Path cache() {
    return Path.of(
        System.getProperty(
            "sluice.cache",
            Path.of(System.getProperty("user.home"), ".cache", "sluice").toString()));
  }
}
