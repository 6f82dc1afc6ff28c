package dev.sluice.gateway;

import dev.sluice.servers.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The cache of what is served here: a Redis of our own, whose address lies in a file for as long as
 * it runs. It keeps nothing on disk.
 */
final class LocalCache implements AutoCloseable {
  /** Room enough for answers on a laptop; then Redis throws out what was used least. */
  private static final Map<String, String> SETTINGS =
      Map.of("maxmemory", "256mb", "maxmemory-policy", "volatile-lru");

  private final RedisServer server;
  private final Path addressFile;

  private LocalCache(RedisServer server, Path addressFile) {
    this.server = server;
    this.addressFile = addressFile;
  }

  /** Starts it, under a folder of what is kept between runs. */
  static LocalCache start() {
    Path folder = Installation.cache().resolve("redis");
    RedisServer server = RedisServer.start(folder, SETTINGS);
    LocalCache cache = new LocalCache(server, addressFile());
    try {
      Files.writeString(cache.addressFile, cache.url().toString());
      return cache;
    } catch (IOException e) {
      cache.close();
      throw new CommandException(cache.addressFile + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Where it is. */
  URI url() {
    return URI.create("redis://127.0.0.1:" + server.port());
  }

  /** Where the cache is of what is served here just now; empty when nothing is. */
  static Optional<URI> running() {
    try {
      return Optional.of(URI.create(Files.readString(addressFile()).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      if (running().equals(Optional.of(url()))) {
        Files.deleteIfExists(addressFile);
      }
    } catch (IOException e) {
      // It names a port where nobody listens any more, and the command that reads it says so.
    }
    server.close();
  }

  private static Path addressFile() {
    return Installation.cache().resolve("redis.url");
  }
}
