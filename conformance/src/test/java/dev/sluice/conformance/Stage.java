package dev.sluice.conformance;

import dev.sluice.npm.NodePackages;
import java.io.IOException;
import java.nio.file.Path;

/** What all tests of this module share: it takes seconds to start, and ends with the process. */
final class Stage {
  static final Path HOME = Path.of("").toAbsolutePath();

  private Stage() {}

  /** Started by the first test that wants it. */
  private static final class Started {
    static final FixtureGateway GATEWAY = start();
  }

  static FixtureGateway gateway() {
    return Started.GATEWAY;
  }

  /** Node and what is written for it; fetched by the first test that wants it. */
  static NodePackages packages() throws IOException, InterruptedException {
    return NodePackages.install(HOME, Places.cache(), System.err::println);
  }

  private static FixtureGateway start() {
    try {
      return FixtureGateway.start(HOME.resolve(".."), System.err::println);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
