package dev.sluice.task.result;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Over LocalStack, where there is Docker and {@code IT_BACKEND} is not {@code embedded}. Its
 * signatures are not looked at here: S3Proxy's suite does that.
 */
class LocalStackObjectStoreIT extends S3Contract {
  private static @Nullable URI endpoint;

  /** Loaded only where there is Docker: its constructor throws otherwise. */
  private static final class Holder {
    /** Later images want a token of an account. */
    static final LocalStackContainer CONTAINER =
        new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0"))
            .withServices("s3");
  }

  @BeforeAll
  static void start() {
    String backend = System.getenv().getOrDefault("IT_BACKEND", "auto");
    assumeTrue(
        backend.equals("localstack")
            || (backend.equals("auto") && DockerClientFactory.instance().isDockerAvailable()),
        "no LocalStack is wanted, or there is no Docker");
    Holder.CONTAINER.start();
    endpoint = Holder.CONTAINER.getEndpoint();
  }

  @AfterAll
  static void stop() {
    if (endpoint != null) {
      Holder.CONTAINER.stop();
    }
  }

  @Override
  URI endpoint() {
    if (endpoint == null) {
      throw new IllegalStateException("not started");
    }
    return endpoint;
  }
}
