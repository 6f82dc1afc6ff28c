package dev.sluice.task.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Over S3Proxy, in this process: it verifies what is signed. */
class S3ProxyObjectStoreIT extends S3Contract {
  private static S3Proxy proxy;

  @BeforeAll
  static void start() throws Exception {
    proxy =
        S3Proxy.builder()
            .blobStore(new TransientNio2BlobStore())
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, IDENTITY, SECRET)
            .build();
    proxy.start();
  }

  @AfterAll
  static void stop() throws Exception {
    proxy.stop();
  }

  @Override
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + proxy.getPort());
  }

  @Test
  void any_serverThatNeverAnswers_isGivenUpInTime() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        S3ObjectStore store =
            new S3ObjectStore(
                new S3Settings(
                    "results",
                    "us-east-1",
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    new S3Settings.Encryption.AsBucket()),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, SECRET)))) {
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> store.put("a/1/x", new byte[1], TYPE))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessageStartingWith("put a/1/x: ");
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofSeconds(ObjectStore.MOST_SECONDS + 3));
    }
  }
}
