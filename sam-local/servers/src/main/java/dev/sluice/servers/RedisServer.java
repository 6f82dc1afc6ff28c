package dev.sluice.servers;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis server on loopback, on a port that the system chose, which keeps nothing on disk. It
 * ends with this process. Used by one thread at a time.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  /**
   * A port that was free may be taken before the server has it; and a process that is being started
   * beside may hold the program open that was unpacked a moment ago, which Linux then does not run.
   */
  private static final int ATTEMPTS = 5;

  private static final long PAUSE_MILLIS = 50;

  private final Path folder;
  private final Map<String, String> settings;
  private final Thread atShutdown = new Thread(this::destroy, "end-redis");
  private int port;
  private int tlsPort;
  private int busPort;
  private @Nullable Process process;

  private RedisServer(Path folder, Map<String, String> settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /**
   * Starts a server.
   *
   * @param folder for its log and configuration; made when it is not there
   * @param settings as redis.conf has them, such as {@code maxmemory} → {@code 2mb}. With {@code
   *     tls-cert-file} it has a TLS port as well
   * @throws ServerException saying what stands in the way
   */
  public static RedisServer start(Path folder, Map<String, String> settings) {
    RedisServer server = new RedisServer(folder.toAbsolutePath(), Map.copyOf(settings));
    for (int attempt = 1; ; attempt++) {
      try {
        server.choosePorts();
        server.launch();
        Runtime.getRuntime().addShutdownHook(server.atShutdown);
        return server;
      } catch (ServerException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        pauseBeforeNext();
      }
    }
  }

  /** A server as it comes. */
  public static RedisServer start(Path folder) {
    return start(folder, Map.of());
  }

  /** The port on 127.0.0.1; it stays the same through restarts. */
  public int port() {
    return port;
  }

  /** The port that speaks TLS; 0 when there is none. */
  public int tlsPort() {
    return tlsPort;
  }

  /** The port on which the servers of a cluster speak to each other; 0 outside one. */
  int busPort() {
    return busPort;
  }

  /**
   * Sends a command.
   *
   * @return the reply; nothing for none, a line for each part of an array
   * @throws ServerException when the server does not answer, or with an error
   */
  public String ask(String... words) {
    try {
      return RedisWire.ask(port, settings.getOrDefault("requirepass", ""), words);
    } catch (IOException e) {
      throw new ServerException(
          "Redis on port " + port + " did not do " + words[0] + ": " + e.getMessage(), e);
    }
  }

  /** Ends the server without a word to its clients, as a crash does. What it held is lost. */
  public void kill() {
    destroy();
  }

  /** Starts the server again, on its port, empty. */
  public void restart() {
    destroy();
    launch();
  }

  /** Stops the server where it stands; the system goes on taking connections in. */
  public void pause() {
    Signals.send(running().toHandle(), "STOP");
  }

  /** Lets a paused server go on. */
  public void resume() {
    Signals.send(running().toHandle(), "CONT");
  }

  /** Ends the server. Does nothing the second time. */
  @Override
  public void close() {
    destroy();
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException _) {
      // The process is ending: the hook runs, or has run.
    }
  }

  private static void pauseBeforeNext() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while Redis was to start", e);
    }
  }

  private void choosePorts() {
    port = freePort();
    tlsPort = settings.containsKey("tls-cert-file") ? freePort() : 0;
    busPort = settings.containsKey("cluster-enabled") ? freePort() : 0;
  }

  private void launch() {
    try {
      Files.createDirectories(folder);
      Path configuration = folder.resolve("redis.conf");
      Files.write(configuration, lines());
      process =
          new ProcessBuilder(Program.FILE.getPath(), configuration.toString())
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new ServerException("Redis does not start in " + folder + ": " + e.getMessage(), e);
    }
    try {
      awaitOurs();
    } catch (ServerException e) {
      destroy();
      throw e;
    }
  }

  private List<String> lines() {
    Map<String, String> all = new TreeMap<>(settings);
    all.put("bind", "127.0.0.1");
    all.put("port", String.valueOf(port));
    all.put("dir", quoted(folder));
    all.put("logfile", quoted(folder.resolve("redis.log")));
    all.put("save", "\"\"");
    all.put("appendonly", "no");
    all.put("daemonize", "no");
    if (tlsPort != 0) {
      all.put("tls-port", String.valueOf(tlsPort));
      all.put("tls-auth-clients", "no");
    }
    if (busPort != 0) {
      all.put("cluster-port", String.valueOf(busPort));
    }
    List<String> lines = new ArrayList<>();
    all.forEach((name, value) -> lines.add(name + " " + value));
    return lines;
  }

  private static String quoted(Path path) {
    return "\"" + path + "\"";
  }

  /** Whatever answers on the port must be our process before anything is written to it. */
  private void awaitOurs() {
    long endNanos = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      if (!running().isAlive()) {
        throw new ServerException(
            "Redis ended at once. " + folder.resolve("redis.log") + " may say why", null);
      }
      try {
        checkOurs(RedisWire.ask(port, settings.getOrDefault("requirepass", ""), "INFO", "server"));
        return;
      } catch (IOException e) {
        if (System.nanoTime() > endNanos) {
          throw new ServerException(
              "Redis on port " + port + " does not answer us: " + e.getMessage(), e);
        }
        pauseBriefly();
      }
    }
  }

  private void checkOurs(String info) {
    long pid = running().pid();
    if (info.lines().noneMatch(("process_id:" + pid)::equals)) {
      throw new ServerException(
          "the server on port " + port + " is not our process " + pid + ": it is left alone", null);
    }
  }

  private Process running() {
    if (process == null) {
      throw new ServerException("Redis on port " + port + " does not run", null);
    }
    return process;
  }

  /** Also ends one that is paused. */
  private void destroy() {
    Process ending = process;
    if (ending == null) {
      return;
    }
    ending.destroyForcibly();
    try {
      if (!ending.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ServerException("Redis, process " + ending.pid() + ", does not end", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while ending Redis", e);
    }
    process = null;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ServerException("the system has no port for Redis: " + e.getMessage(), e);
    }
  }

  /** Unpacked once, and deleted when this process ends. */
  private static final class Program {
    private static final File FILE = unpack();

    private static File unpack() {
      try {
        return RedisExecProvider.defaultProvider().get();
      } catch (IOException | RuntimeException e) {
        throw new ServerException("there is no Redis for this machine: " + e.getMessage(), e);
      }
    }
  }

  static void pauseBriefly() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for Redis", e);
    }
  }
}
