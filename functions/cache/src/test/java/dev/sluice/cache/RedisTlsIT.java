package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.data.Credentials;
import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.SelfSigned;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As ElastiCache Serverless is reached: over TLS, as a user. */
class RedisTlsIT extends EntryStoreContract {
  private static final String PASSWORD = "made-up";
  private static final long BUDGET_MILLIS = 50;
  private static final long SLACK_MILLIS = 10;

  @TempDir private static Path folder;
  private static RedisServer server;
  private static SSLSocketFactory trusting;
  private static RedisEntryStore store;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    SelfSigned own = SelfSigned.make(folder, "redis", "EC");
    own.writeCertificate(folder.resolve("cert.pem"));
    own.writeKey(folder.resolve("key.pem"));
    server =
        RedisServer.start(
            folder.resolve("server"),
            Map.of(
                "tls-cert-file", folder.resolve("cert.pem").toString(),
                "tls-key-file", folder.resolve("key.pem").toString(),
                "tls-ca-cert-file", folder.resolve("cert.pem").toString()));
    server.ask("ACL", "SETUSER", "sluice", "on", ">" + PASSWORD, "~sluice:*", "+@all");
    trusting = trusting(own.certificate());
    store = store("127.0.0.1", server.tlsPort(), trusting);
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Override
  EntryStore store() {
    return store;
  }

  @Test
  void open_certificateThatNobodyTrusts_isAStoreException() {
    assertRefused(
        store("127.0.0.1", server.tlsPort(), (SSLSocketFactory) SSLSocketFactory.getDefault()));
  }

  @Test
  void open_certificateOfAnotherName_isAStoreException() {
    assertRefused(store("localhost", server.tlsPort(), trusting));
  }

  /** Redis takes the greeting for the beginning of a line, and waits for its end. */
  @Test
  void open_serverWithoutTls_endsWithTheBudget() {
    try (RedisEntryStore mistaken = store("127.0.0.1", server.port(), trusting)) {
      assertEndsInTime(mistaken);
    }
  }

  @Test
  void open_silentNetwork_endsWithTheBudget() throws IOException, StoreException {
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.tlsPort());
        RedisEntryStore far = store("127.0.0.1", proxy.port(), trusting)) {
      RedisEntryStoreIT.useAll(far);
      proxy.blackhole();
      assertEndsInTime(far);
      assertEndsInTime(far); // The first was on an open connection, this one is a handshake.

      proxy.pass();

      RedisEntryStoreIT.useAll(far);
    }
  }

  @Test
  void cutConnection_isOpenedAgain() throws IOException, StoreException {
    try (TcpProxy proxy = TcpProxy.to("127.0.0.1", server.tlsPort());
        RedisEntryStore far = store("127.0.0.1", proxy.port(), trusting)) {
      RedisEntryStoreIT.useAll(far);
      proxy.cutAll();

      RedisEntryStoreIT.useAll(far);
    }
  }

  private static void assertEndsInTime(RedisEntryStore far) {
    long startNanos = System.nanoTime();
    assertThatThrownBy(
            () -> far.find("key", Set.of(), "owner", Budget.of(Duration.ofMillis(BUDGET_MILLIS))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("in time");
    assertThat((System.nanoTime() - startNanos) / 1_000_000)
        .isLessThanOrEqualTo(BUDGET_MILLIS + SLACK_MILLIS);
  }

  private static void assertRefused(RedisEntryStore refused) {
    try (refused) {
      assertThatThrownBy(() -> RedisEntryStoreIT.useAll(refused))
          .isInstanceOf(StoreException.class)
          .hasMessage("the store cannot be reached");
    }
  }

  private static RedisEntryStore store(String host, int port, SSLSocketFactory tls) {
    Credentials credentials = () -> new Credentials.Login("sluice", PASSWORD);
    URI url = URI.create("rediss://" + host + ":" + port);
    return new RedisEntryStore(
        new RedisSettings(url, false, credentials), tls, InstantSource.system());
  }

  private static SSLSocketFactory trusting(Certificate certificate)
      throws GeneralSecurityException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("redis", certificate);
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
