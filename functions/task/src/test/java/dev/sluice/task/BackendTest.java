package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class BackendTest {

  @Test
  void start_localstackWithoutDocker_failsAndSaysWhatToWrite() {
    assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "there is Docker");

    assertThatThrownBy(() -> Backend.start("localstack"))
        .hasMessageContaining("needs Docker")
        .hasMessageContaining("write embedded or auto");
  }

  @Test
  void start_anythingElse_isRefused() {
    assertThatThrownBy(() -> Backend.start("docker"))
        .hasMessage("IT_BACKEND is 'docker': write auto, embedded or localstack");
  }
}
