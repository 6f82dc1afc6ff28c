package dev.sluice.task.aws;

import java.net.URI;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack in Docker. Later images want a token of an account. */
final class LocalStackHolder implements AutoCloseable {
  private final LocalStackContainer container;

  private LocalStackHolder(LocalStackContainer container) {
    this.container = container;
  }

  static LocalStackHolder start() {
    LocalStackContainer container =
        new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0"))
            .withServices("dynamodb");
    container.start();
    return new LocalStackHolder(container);
  }

  URI endpoint() {
    return container.getEndpoint();
  }

  @Override
  public void close() {
    container.stop();
  }
}
