package dev.sluice.bench;

import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.testkit.DeploymentZip;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the deployed function stands on: its package, unpacked once, PostgreSQL with a replica and
 * the sample, and the file that holds the reading role's login. Everything lies in a folder that is
 * deleted at the end, also when the JVM is told to end. Thread-safe.
 */
final class Stage implements AutoCloseable {
  private static final String HANDLER = "dev.sluice.function.mcp.McpHandler";
  private static final String ZIP = "functions/mcp-function/target/mcp-function-lambda.zip";

  private final Path folder;
  private final Path taskRoot;
  private final Path credentialsFile;
  private final PostgresCluster cluster;
  private final Thread closer = new Thread(this::closeAll, "stage-closer");
  private boolean closed;

  private Stage(Path folder, Consumer<String> progress) throws IOException {
    this.folder = folder;
    this.taskRoot = Files.createDirectory(folder.resolve("task"));
    this.credentialsFile = folder.resolve("credentials.json");
    DeploymentZip.unpack(zip(), taskRoot);
    // A measurement asks more often than the sample's budgets allow.
    Files.deleteIfExists(taskRoot.resolve("catalog/budgets.yaml"));
    this.cluster =
        PostgresCluster.start(ClusterOptions.forTest(folder.resolve("postgres")), progress);
    Runtime.getRuntime().addShutdownHook(closer);
  }

  /**
   * Sets everything up, in a few seconds.
   *
   * @param progress is told what is being done, a line at a time
   */
  static Stage open(Consumer<String> progress) throws IOException {
    Path folder = Files.createTempDirectory("sluice-stage-");
    Stage stage;
    try {
      stage = new Stage(folder, progress);
    } catch (IOException | RuntimeException e) {
      DeploymentZip.deleteTree(folder);
      throw e;
    }
    try {
      stage.write(SampleDatabase.load(stage.cluster, SampleDatabase.DEFAULT_SCALE, progress));
      return stage;
    } catch (IOException | RuntimeException e) {
      stage.close();
      throw e;
    }
  }

  /** The working copy, which is built. */
  static Path root() {
    return zip().resolve("../../../..").normalize();
  }

  /** For what else is to be gone at the end. */
  Path folder() {
    return folder;
  }

  /** The function's keys, in files. */
  Path secretsFolder() {
    return folder.resolve("secrets");
  }

  /** The unpacked deployment package. */
  Path taskRoot() {
    return taskRoot;
  }

  PostgresCluster cluster() {
    return cluster;
  }

  /**
   * The function's settings: replica and primary, the files of login and keys, open to every
   * caller.
   */
  Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("SLUICE_REPLICA_URLS", String.join(" ", cluster.replicaUrls()));
    environment.put("SLUICE_PRIMARY_URL", cluster.primaryUrl());
    environment.put("SLUICE_CREDENTIALS_FILE", credentialsFile.toString());
    environment.put("SLUICE_SECRETS_FOLDER", secretsFolder().toString());
    environment.put("SLUICE_OPEN", "true");
    return environment;
  }

  /** The function's settings where it reaches the replica through a proxy, and no primary. */
  Map<String, String> environmentThrough(TcpProxy proxy) {
    Map<String, String> environment = environment();
    environment.remove("SLUICE_PRIMARY_URL");
    environment.put(
        "SLUICE_REPLICA_URLS",
        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + PostgresCluster.DATABASE);
    return environment;
  }

  /** A proxy in front of the replica. */
  TcpProxy proxyToReplica() throws IOException {
    String url = cluster.replicaUrls().getFirst();
    return TcpProxy.to("127.0.0.1", URI.create(url.substring("jdbc:".length())).getPort());
  }

  /** The function with this stage's settings. */
  FunctionOptions options() {
    return FunctionOptions.defaults().withFunctionName("sluice-mcp").withEnvironment(environment());
  }

  /** Starts a process of the function; init goes on while this returns. */
  FunctionProcess start(FunctionOptions options) throws IOException {
    return FunctionProcess.start(taskRoot, HANDLER, options);
  }

  /** Gives the reading role another password, in the database and in the file. */
  synchronized void rotate() throws SQLException, IOException {
    checkOpen();
    write(cluster.rotate(SampleDatabase.READER));
  }

  /** Ends replica and primary, without a word to their clients, and starts them again. */
  synchronized void restartDatabase() {
    checkOpen();
    cluster.killReplica(0);
    cluster.stopPrimary();
    cluster.restartPrimary();
    cluster.restartReplica(0);
  }

  @Override
  public void close() {
    closeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(closer);
    } catch (IllegalStateException _) {
      // This JVM is shutting down: the hook finds everything closed.
    }
  }

  private synchronized void closeAll() {
    if (!closed) {
      closed = true;
      cluster.close();
      DeploymentZip.deleteTree(folder);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the stage is closed");
    }
  }

  /** Replaced at once: a function that reads it meanwhile sees the old login or the new one. */
  private void write(Login login) throws IOException {
    Path next = folder.resolve("credentials.json.next");
    Files.write(
        next,
        JsonMapper.shared()
            .writeValueAsBytes(Map.of("username", login.user(), "password", login.password())));
    Files.move(next, credentialsFile, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Built by the module before this one; found from where this class lies, in bench/target. */
  private static Path zip() {
    try {
      Path here = Path.of(Stage.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path zip = here.resolve("../../..").normalize().resolve(ZIP);
      if (!Files.isRegularFile(zip)) {
        throw new IllegalStateException(zip + " is not there: ./sluice bench builds it");
      }
      return zip;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this class comes from no file", e);
    }
  }
}
