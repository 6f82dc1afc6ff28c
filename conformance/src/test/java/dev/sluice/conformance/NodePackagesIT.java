package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.npm.NodePackages;
import dev.sluice.npm.Program;
import dev.sluice.npm.ProgramException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodePackagesIT {
  @TempDir private Path scratch;

  @Test
  void install_again_fetchesNothing() throws Exception {
    NodePackages first = Stage.packages();
    List<String> told = new ArrayList<>();
    assertThat(NodePackages.install(Stage.HOME, Places.cache(), told::add)).isEqualTo(first);
    assertThat(told).isEmpty();
  }

  @Test
  void node_isTheOneOfThePackages() throws Exception {
    Path out = scratch.resolve("out");
    int status =
        Program.run(
            Stage.packages().node("--version").redirectOutput(out.toFile()),
            Duration.ofSeconds(30),
            "");
    assertThat(status).isZero();
    assertThat(Files.readString(out)).startsWith("v22.");
  }

  @Test
  void install_lockOutOfStep_saysWhatNpmSaysAndLeavesNothingHalfDone() throws Exception {
    Files.writeString(
        scratch.resolve("package.json"), "{\"dependencies\": {\"not-in-the-lock\": \"1.0.0\"}}");
    Files.writeString(
        scratch.resolve("package-lock.json"), "{\"lockfileVersion\": 3, \"packages\": {\"\": {}}}");
    Path cache = scratch.resolve("cache");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> NodePackages.install(scratch, cache, _ -> {}))
          .isInstanceOf(ProgramException.class)
          .hasMessageContaining("npm could not install the packages, it ended with status 1:")
          .hasMessageContaining("not-in-the-lock");
    }
  }
}
