package dev.sluice.conformance;

import dev.sluice.gateway.LocalGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The deployed handler behind the local gateway, with the fixtures and no database. One in a
 * process: the handler is told by system properties.
 */
public final class FixtureGateway implements AutoCloseable {
  /** Spring makes the beans, and can be told of what is there already by no other way. */
  private static @Nullable FixtureStack started;

  private final LocalGateway gateway;
  private final FixtureStack stack;

  private FixtureGateway(LocalGateway gateway, FixtureStack stack) {
    this.gateway = gateway;
    this.stack = stack;
  }

  static FixtureStack stack() {
    FixtureStack present = started;
    if (present == null) {
      throw new IllegalStateException("no stack was started");
    }
    return present;
  }

  /**
   * Starts it on a port that the system chooses.
   *
   * @param root the working copy, which is built
   * @param problems is told of every call that failed, a line each
   */
  public static FixtureGateway start(Path root, Consumer<String> problems) throws IOException {
    Path scratch = Files.createTempDirectory("sluice-conformance");
    configure(scratch);
    FixtureStack stack = FixtureStack.start(root, scratch.resolve("tasks"), problems);
    started = stack;
    return new FixtureGateway(LocalGateway.start(0, problems), stack);
  }

  /** Where it answers MCP. */
  public URI endpoint() {
    return gateway.endpoint();
  }

  @Override
  public void close() {
    gateway.close();
    stack.close();
  }

  /** Nothing that the handler does with fixtures needs the database that it must be told of. */
  private static void configure(Path scratch) throws IOException {
    Path credentials = scratch.resolve("credentials.json");
    Files.writeString(credentials, "{\"username\": \"nobody\", \"password\": \"none\"}");
    Path catalog = scratch.resolve("catalog");
    Path tools = Files.createDirectories(catalog.resolve("tools"));
    // Also when a signal ends this process; the last is deleted first.
    for (Path path : List.of(scratch, catalog, tools, credentials)) {
      path.toFile().deleteOnExit();
    }
    System.setProperty("SLUICE_REPLICA_URLS", "jdbc:postgresql://127.0.0.1:1/none");
    System.setProperty("SLUICE_CREDENTIALS_FILE", credentials.toString());
    System.setProperty("SLUICE_CATALOG", catalog.toString());
    System.setProperty("SLUICE_OPEN", "true");
    System.setProperty("SLUICE_TELEMETRY", "problems");
    // Spring Boot adds these to the application's own classes.
    System.setProperty("spring.main.sources", FixtureConfiguration.class.getName());
  }
}
