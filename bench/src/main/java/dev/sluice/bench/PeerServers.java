package dev.sluice.bench;

import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.RedisServer;
import dev.sluice.servers.SampleDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Sluice and Toolbox before one PostgreSQL, the replica, each in a process of its own. */
final class PeerServers implements AutoCloseable {
  private static final long STOP_LIMIT_SECONDS = 5;

  private final Process sluice;
  private final int sluicePort;
  private final Process toolbox;
  private final int toolboxPort;
  private final Thread killer = new Thread(this::kill, "peers-killer");

  private PeerServers(Process sluice, int sluicePort, Process toolbox, int toolboxPort) {
    this.sluice = sluice;
    this.sluicePort = sluicePort;
    this.toolbox = toolbox;
    this.toolboxPort = toolboxPort;
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /**
   * Starts both, and returns once both listen.
   *
   * @param redis where Sluice keeps the answers of the tool that lets it
   */
  static PeerServers start(Stage stage, RedisServer redis, Toolbox toolbox)
      throws IOException, InterruptedException {
    // Where Sluice reads what may have any age.
    URI replica = URI.create(stage.cluster().replicaUrls().getFirst().substring("jdbc:".length()));
    int toolboxPort = Toolbox.freePort();
    Process toolboxProcess =
        toolbox.start(
            stage.folder(),
            toolboxPort,
            replica.getPort(),
            PostgresCluster.DATABASE,
            stage.cluster().login(SampleDatabase.READER));
    Map<String, String> environment = GatewayCallers.environment(stage);
    Path catalog = OrderQuestions.catalog(stage.folder(), stage.taskRoot().resolve("catalog"));
    environment.put("SLUICE_CATALOG", catalog.toString());
    environment.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis.port());
    try {
      Process sluice = GatewayCallers.launch(ServedHandler.FUNCTION, environment);
      return new PeerServers(sluice, GatewayCallers.port(sluice), toolboxProcess, toolboxPort);
    } catch (IOException e) {
      toolboxProcess.destroy();
      throw e;
    }
  }

  PeerCallers sluice(OrderQuestions questions, String tool, int connections) throws IOException {
    return new PeerCallers(sluice.toHandle(), sluicePort, tool, questions, connections);
  }

  PeerCallers toolbox(OrderQuestions questions, String tool, int connections) throws IOException {
    return new PeerCallers(toolbox.toHandle(), toolboxPort, tool, questions, connections);
  }

  @Override
  public void close() {
    kill();
    try {
      for (Process process : new Process[] {sluice, toolbox}) {
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException _) {
      // This JVM is shutting down: the hook finds the processes ended.
    }
  }

  private void kill() {
    sluice.destroy();
    toolbox.destroy();
  }
}
