package dev.sluice.task.aws;

import java.lang.reflect.Field;
import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.testcontainers.DockerClientFactory;
import software.amazon.dynamodb.services.local.monitoring.Telemetry;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * What plays DynamoDB: in this process, or LocalStack in Docker. The variable {@code IT_BACKEND}
 * says which: {@code embedded}, {@code localstack}, or {@code auto}, which takes Docker where it
 * is.
 */
final class DynamoBackend {
  private final URI endpoint;
  private final Stop server;

  /** How it is ended. */
  private interface Stop {
    void stop() throws Exception;
  }

  private DynamoBackend(URI endpoint, Stop server) {
    this.endpoint = endpoint;
    this.server = server;
  }

  static DynamoBackend start() throws Exception {
    return start(System.getenv().getOrDefault("IT_BACKEND", "auto"));
  }

  static DynamoBackend start(String backend) throws Exception {
    return switch (backend) {
      case "embedded" -> embedded();
      case "localstack" -> localStack();
      case "auto" -> DockerClientFactory.instance().isDockerAvailable() ? localStack() : embedded();
      default ->
          throw new IllegalArgumentException(
              "IT_BACKEND is '" + backend + "': write auto, embedded or localstack");
    };
  }

  AwsAccess access() {
    return access(endpoint);
  }

  static AwsAccess access(URI endpoint) {
    return new AwsAccess(
        "eu-west-1", endpoint, () -> new AwsAccess.Keys("AKIDLOCAL", "secret", null));
  }

  URI endpoint() {
    return endpoint;
  }

  void stop() throws Exception {
    server.stop();
  }

  /** On a port that the system chose, which only the server's own connector tells. */
  private static DynamoBackend embedded() throws Exception {
    // What -disableTelemetry does; the command line itself refuses port 0.
    Telemetry.configureTelemetry("IN_MEMORY", "MAVEN", false);
    DynamoDBProxyServer server =
        new DynamoDBProxyServer(
            0,
            new LocalDynamoDBServerHandler(
                new LocalDynamoDBRequestHandler(0, true, null, false, false), null));
    server.start();
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server jetty = (Server) field.get(server);
    int port = ((ServerConnector) jetty.getConnectors()[0]).getLocalPort();
    return new DynamoBackend(URI.create("http://127.0.0.1:" + port), server::stop);
  }

  /** Loaded only where it is wanted: its container's constructor throws without Docker. */
  private static DynamoBackend localStack() {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "IT_BACKEND=localstack needs Docker, and there is none here: write embedded or auto");
    }
    LocalStackHolder held = LocalStackHolder.start();
    return new DynamoBackend(held.endpoint(), held::close);
  }
}
