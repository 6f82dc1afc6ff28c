package dev.sluice.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB Local and s3proxy: one process of their own, which ends with this one. Ports of
 * 127.0.0.1, chosen by the system and told by the process itself, so whoever answers there is ours.
 * Used by one thread at a time.
 */
public final class AwsStores implements AutoCloseable {
  /** What both ask for; they protect nothing but a mistake. */
  public static final String ACCESS_KEY = "local";

  /** Presigned links are signed with it. */
  public static final String SECRET_KEY = "local-secret";

  /** The one bucket that there is. */
  public static final String BUCKET = "results";

  private static final int START_LIMIT_SECONDS = 60;
  private static final int STOP_LIMIT_SECONDS = 5;
  private static final Pattern READY = Pattern.compile("ready dynamodb=(\\d+) s3=(\\d+)");

  private final Process process;
  private final int dynamoDb;
  private final int s3;

  private AwsStores(Process process, int dynamoDb, int s3) {
    this.process = process;
    this.dynamoDb = dynamoDb;
    this.s3 = s3;
  }

  /**
   * Starts both.
   *
   * @param module where {@code sam-local/stores} was built
   * @param folder to keep all in; null keeps it in memory
   * @throws ServerException saying what stands in the way
   */
  public static AwsStores start(Path module, @Nullable Path folder) {
    try {
      List<String> command = command(module);
      if (folder != null) {
        command.add(folder.toAbsolutePath().toString());
      }
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      Matcher ready = READY.matcher(firstLine(process));
      if (!ready.matches()) {
        process.destroyForcibly();
        throw new ServerException("DynamoDB Local and s3proxy do not start", null);
      }
      return new AwsStores(
          process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
    } catch (IOException e) {
      throw new ServerException("DynamoDB Local and s3proxy do not start: " + e.getMessage(), e);
    }
  }

  /** The same in memory, from a module that lies two folders deep in the working copy. */
  public static AwsStores inMemory() {
    return start(Path.of("../../sam-local/stores"), null);
  }

  /** Where DynamoDB answers. */
  public URI dynamoDb() {
    return URI.create("http://127.0.0.1:" + dynamoDb);
  }

  /** Where S3 answers, by path and not by host. */
  public URI s3() {
    return URI.create("http://127.0.0.1:" + s3);
  }

  /** Ends both. Does nothing the second time. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> command(Path module) throws IOException {
    Path target = module.resolve("target").toAbsolutePath();
    List<Path> jars;
    try (var files = Files.newDirectoryStream(target, "stores-*.jar")) {
      jars = new ArrayList<>();
      files.forEach(jars::add);
    }
    if (jars.size() != 1) {
      throw new ServerException(
          target + " holds " + jars.size() + " jars named stores-*.jar: build the module", null);
    }
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "-Dsqlite4java.library.path=" + target.resolve("lib"),
            "-cp",
            jars.getFirst() + File.pathSeparator + target.resolve("lib") + "/*",
            "dev.sluice.stores.Main",
            ACCESS_KEY,
            SECRET_KEY));
  }

  /** Its standard input stays open as long as this process lives; then it ends. */
  private static String firstLine(Process process) throws IOException {
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    // A platform thread: to read from a pipe holds a virtual one's carrier, for as long as it runs.
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (BufferedReader out =
                  new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                line.complete(out.readLine());
                while (out.readLine() != null) {
                  // Nothing more is expected, and nothing may block it.
                }
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            });
    try {
      String first = line.get(START_LIMIT_SECONDS, TimeUnit.SECONDS);
      return first == null ? "" : first;
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("it did not say that it is ready", e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
