package dev.sluice.secret;

import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The same against moto, which others wrote, where it is installed: {@code moto_server}. */
class SecretsManagerOnMotoIT extends SecretStoreContract {
  private static final long START_NANOS = 30_000_000_000L;

  @TempDir private static Path folder;
  private static @Nullable Process moto;
  private static URI url = URI.create("http://127.0.0.1");

  private SecretsManagerStore store;
  private SecretsManagerStore other;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> command = command();
    System.out.println(
        "Secrets Manager on moto: "
            + (command.isPresent() ? "run" : "NOT run, there is no moto_server on the PATH"));
    Assumptions.assumeTrue(command.isPresent(), "there is no moto_server on the PATH");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    url = URI.create("http://127.0.0.1:" + port);
    moto =
        new ProcessBuilder(
                command.orElseThrow().toString(), "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.log").toFile())
            .start();
    long startNanos = System.nanoTime();
    while (!answers(port)) {
      if (System.nanoTime() - startNanos > START_NANOS || !moto.isAlive()) {
        throw new IllegalStateException(
            "moto did not start: " + Files.readString(folder.resolve("moto.log")));
      }
      Thread.sleep(100);
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (moto != null) {
      // A shim may have started what listens.
      moto.descendants().forEach(ProcessHandle::destroy);
      moto.destroy();
      moto.waitFor();
    }
  }

  @BeforeEach
  void fill() {
    String prefix = "sluice/" + UUID.randomUUID() + "/";
    try (SecretsManagerClient admin =
        SecretsManagerClient.builder()
            .region(Region.EU_WEST_1)
            .endpointOverride(url)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .build()) {
      for (SecretName name : SecretName.values()) {
        admin.createSecret(
            create ->
                create
                    .name(prefix + name.text())
                    .secretString("{\"key\":\"" + SecretsManagerStoreIT.generated(name) + "\"}"));
      }
    }
    store = SecretsManagerStoreIT.store(url, prefix);
    other = SecretsManagerStoreIT.store(url, prefix);
  }

  @AfterEach
  void close() {
    store.close();
    other.close();
  }

  @Override
  SecretStore store() {
    return store;
  }

  @Override
  SecretStore other() {
    return other;
  }

  private static boolean answers(int port) {
    try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> command() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .map(folder -> Path.of(folder).resolve("moto_server"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
