package dev.sluice.bench;

import dev.sluice.servers.Login;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * MCP Toolbox for Databases as its owners ship it: the program that {@code bench/peers} pins, from
 * npm, kept between runs. Its own defaults hold but for the pool, which has as many connections as
 * Sluice's, and for one setting of each session: without it the sample's policies show it no row.
 */
final class Toolbox {
  private static final String PROGRAM = "node_modules/@toolbox-sdk/server-linux-x64/bin/toolbox";
  private static final int INSTALL_LIMIT_MINUTES = 15;
  private static final int START_LIMIT_SECONDS = 20;
  private static final int KEY_CHARS = 16;

  private final Path program;

  private Toolbox(Path program) {
    this.program = program;
  }

  /**
   * Installs it unless it is there.
   *
   * @param manifests the folder of package.json and package-lock.json
   * @param cache what is kept between runs
   * @throws IllegalStateException saying what npm had to say, or that there is none for this system
   */
  static Toolbox install(Path manifests, Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path folder = cache.resolve("peers-" + key(manifests.resolve("package-lock.json")));
    if (!Files.isExecutable(folder.resolve(PROGRAM))) {
      progress.accept("Fetching MCP Toolbox with npm, once: about 300 MB.");
      fetch(manifests, folder);
    }
    return new Toolbox(folder.resolve(PROGRAM));
  }

  /**
   * Starts it on a port that was free.
   *
   * @param folder for its configuration
   * @param databasePort of PostgreSQL on loopback
   * @return the process, which answers on {@code port}
   */
  Process start(Path folder, int port, int databasePort, String database, Login login)
      throws IOException, InterruptedException {
    Path config = folder.resolve("tools.yaml");
    Files.writeString(
        config,
        """
        kind: source
        name: sample
        type: postgres
        host: 127.0.0.1
        port: %d
        database: %s
        user: %s
        password: %s
        queryParams:
          pool_max_conns: "%d"
          sluice.scopes: "*"
        ---
        kind: tool
        name: %s
        type: postgres-sql
        source: sample
        description: One order by its key.
        statement: %s
        parameters:
          - name: order_id
            type: integer
            description: o_orderkey.
        """
            .formatted(
                databasePort,
                database,
                login.user(),
                login.password(),
                OrderQuestions.POOL,
                OrderQuestions.TOOL,
                OrderQuestions.SQL.formatted("$1")));
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config",
                config.toString(),
                "--address",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--log-level",
                "ERROR")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    awaitPort(process, port);
    return process;
  }

  /** A port that nobody has just now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void awaitPort(Process process, int port)
      throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
    while (process.isAlive() && System.nanoTime() < endNanos) {
      try {
        new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close();
        return;
      } catch (IOException _) {
        Thread.sleep(20);
      }
    }
    process.destroyForcibly();
    throw new IOException("MCP Toolbox ended, or listens on no port; what it said stands above");
  }

  private static void fetch(Path manifests, Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(
          manifests.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    Path log = folder.resolve("npm.log");
    Process npm =
        new ProcessBuilder(
                "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    if (!npm.waitFor(INSTALL_LIMIT_MINUTES, TimeUnit.MINUTES)) {
      npm.destroyForcibly();
      throw new IllegalStateException(
          "npm took more than " + INSTALL_LIMIT_MINUTES + " minutes; see " + log);
    }
    if (npm.exitValue() != 0 || !Files.isExecutable(folder.resolve(PROGRAM))) {
      throw new IllegalStateException(
          "npm could not install MCP Toolbox, which is pinned for Linux on x86-64 alone:\n"
              + Files.readString(log).strip());
    }
  }

  private static String key(Path lock) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(lock));
      return HexFormat.of().formatHex(hash).substring(0, KEY_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
