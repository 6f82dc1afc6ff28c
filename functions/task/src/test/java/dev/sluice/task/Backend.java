package dev.sluice.task;

import dev.sluice.servers.AwsStores;
import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * What plays DynamoDB and S3: DynamoDB Local and s3proxy, or LocalStack in Docker. The variable
 * {@code IT_BACKEND} says which: {@code embedded}, {@code localstack}, or {@code auto}, which takes
 * Docker where it is.
 *
 * @param verifiesSignatures whether S3 refuses what is not signed, as AWS does
 */
public record Backend(URI dynamoDb, URI s3, boolean verifiesSignatures, Runnable end)
    implements AutoCloseable {
  /** Both know it, and LocalStack no other. */
  public static final String ACCESS_KEY = AwsStores.ACCESS_KEY;

  public static final String SECRET_KEY = AwsStores.SECRET_KEY;

  public static Backend start() {
    return start(System.getenv().getOrDefault("IT_BACKEND", "auto"));
  }

  static Backend start(String backend) {
    boolean docker = DockerClientFactory.instance().isDockerAvailable();
    return switch (backend) {
      case "embedded" -> embedded();
      case "auto" -> docker ? localStack() : embedded();
      case "localstack" -> {
        if (!docker) {
          throw new IllegalStateException(
              "IT_BACKEND=localstack needs Docker, and there is none here: write embedded or auto");
        }
        yield localStack();
      }
      default ->
          throw new IllegalArgumentException(
              "IT_BACKEND is '" + backend + "': write auto, embedded or localstack");
    };
  }

  @Override
  public void close() {
    end.run();
  }

  private static Backend embedded() {
    AwsStores stores = AwsStores.inMemory();
    return new Backend(stores.dynamoDb(), stores.s3(), true, stores::close);
  }

  private static Backend localStack() {
    LocalStackContainer container = Docker.container();
    container.start();
    URI endpoint = container.getEndpoint();
    return new Backend(endpoint, endpoint, false, container::stop);
  }

  /** Loaded only where it is wanted: the container's constructor throws without Docker. */
  private static final class Docker {
    private Docker() {}

    /** Later images want a token of an account. */
    static LocalStackContainer container() {
      return new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0"))
          .withServices("dynamodb", "s3");
    }
  }
}
