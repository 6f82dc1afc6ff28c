package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Environment;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the function that erases is told here, in a file for as long as it can be invoked: so the
 * commands of other processes find the same stores.
 */
final class LocalErasures implements AutoCloseable {
  private static final List<String> SETTINGS =
      List.of(
          "AWS_REGION",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_ENDPOINT_URL_DYNAMODB",
          "AWS_ENDPOINT_URL_S3",
          "AWS_ENDPOINT_URL_SFN",
          "SLUICE_TASKS_TABLE",
          "SLUICE_TASKS_BUCKET",
          "SLUICE_TASKS_STATE_MACHINE",
          "SLUICE_SUBJECTS_TABLE",
          "SLUICE_SWITCHES_TABLE",
          "SLUICE_ERASURES_TABLE",
          "SLUICE_ERASURES_STATE_MACHINE",
          "SLUICE_CACHE_URL",
          "SLUICE_CACHE_CLUSTER",
          "SLUICE_CACHE_CREDENTIALS_FILE",
          "SLUICE_SECRETS_FOLDER",
          "SLUICE_SECRETS_PREFIX");

  private LocalErasures() {}

  /** Writes what this process knows of itself. */
  static LocalErasures publish() {
    Environment own = Environment.ofProcess();
    Properties settings = new Properties();
    for (String name : SETTINGS) {
      String value = own.text(name, "");
      if (!value.isEmpty()) {
        settings.setProperty(name, value);
      }
    }
    try (Writer writer = Files.newBufferedWriter(file(), UTF_8)) {
      settings.store(writer, null);
    } catch (IOException e) {
      throw new CommandException(file() + " cannot be written: " + e.getMessage(), e);
    }
    return new LocalErasures();
  }

  /** What was written by what runs here just now; empty when nothing does. */
  static Optional<Environment> running() {
    Properties settings = new Properties();
    try (var reader = Files.newBufferedReader(file(), UTF_8)) {
      settings.load(reader);
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(new Environment(settings::getProperty));
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      // It names ports where nobody listens any more, and the command that reads it says so.
    }
  }

  private static Path file() {
    return Installation.cache().resolve("erasures.properties");
  }
}
