package dev.sluice.bench;

import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.RedisServer;
import dev.sluice.servers.SampleDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Sluice and Toolbox before one PostgreSQL, the replica, each in a process of its own. */
final class PeerServers implements AutoCloseable {
  private final Children children = new Children();
  private final Process sluice;
  private final int sluicePort;
  private final Process toolbox;
  private final int toolboxPort;

  private PeerServers(Stage stage, RedisServer redis, Toolbox program)
      throws IOException, InterruptedException {
    // Where Sluice reads what may have any age.
    URI replica = URI.create(stage.cluster().replicaUrls().getFirst().substring("jdbc:".length()));
    try {
      toolboxPort = Toolbox.freePort();
      toolbox =
          children.keep(
              program.start(
                  stage.folder(),
                  toolboxPort,
                  replica.getPort(),
                  PostgresCluster.DATABASE,
                  stage.cluster().login(SampleDatabase.READER)));
      Map<String, String> environment = GatewayCallers.environment(stage);
      Path catalog = OrderQuestions.catalog(stage.folder(), stage.taskRoot().resolve("catalog"));
      environment.put("SLUICE_CATALOG", catalog.toString());
      environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
      sluice = children.keep(GatewayCallers.launch(ServedHandler.FUNCTION, environment));
      sluicePort = GatewayCallers.port(sluice);
    } catch (IOException | InterruptedException | RuntimeException e) {
      children.close();
      throw e;
    }
  }

  /**
   * Starts both, and returns once both listen.
   *
   * @param redis where Sluice keeps the answers of the tool that lets it
   */
  static PeerServers start(Stage stage, RedisServer redis, Toolbox toolbox)
      throws IOException, InterruptedException {
    return new PeerServers(stage, redis, toolbox);
  }

  PeerCallers sluice(OrderQuestions questions, String tool, int connections) throws IOException {
    return new PeerCallers(sluice.toHandle(), sluicePort, tool, questions, connections);
  }

  PeerCallers toolbox(OrderQuestions questions, String tool, int connections) throws IOException {
    return new PeerCallers(toolbox.toHandle(), toolboxPort, tool, questions, connections);
  }

  @Override
  public void close() {
    children.close();
  }
}
