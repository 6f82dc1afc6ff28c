package dev.sluice.task.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.task.Backend;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What holds of every server that speaks as S3 does, whether or not it verifies what is signed. */
abstract class S3Contract extends ObjectStoreContract {
  static final String IDENTITY = Backend.ACCESS_KEY;

  static final String SECRET = Backend.SECRET_KEY;
  private static final String REGION = "us-east-1";
  private static final String BUCKET = "results";

  private @Nullable S3ObjectStore opened;

  /** Where the server of this suite listens. */
  abstract URI endpoint() throws Exception;

  @Override
  ObjectStore empty() throws Exception {
    try (S3Client client =
        S3Client.builder()
            .region(Region.of(REGION))
            .endpointOverride(endpoint())
            .forcePathStyle(true)
            .credentialsProvider(credentials(IDENTITY, SECRET))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build()) {
      if (client.listBuckets().buckets().isEmpty()) {
        client.createBucket(bucket -> bucket.bucket(BUCKET));
      }
      client
          .listObjectsV2Paginator(list -> list.bucket(BUCKET))
          .contents()
          .forEach(object -> client.deleteObject(gone -> gone.bucket(BUCKET).key(object.key())));
    }
    S3ObjectStore store = open(IDENTITY, SECRET, new S3Settings.Encryption.AsBucket());
    opened = store;
    return store;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  final S3ObjectStore open(String identity, String secret, S3Settings.Encryption encryption)
      throws Exception {
    return new S3ObjectStore(
        new S3Settings(BUCKET, REGION, endpoint(), encryption), credentials(identity, secret));
  }

  private static StaticCredentialsProvider credentials(String identity, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(identity, secret));
  }

  @Test
  void put_encryptedWithKeysOfS3_isTakenAndRead() throws Exception {
    try (S3ObjectStore encrypting = open(IDENTITY, SECRET, new S3Settings.Encryption.Managed())) {
      encrypting.put("a/1/x", new byte[] {1}, TYPE);
      assertThat(encrypting.get("a/1/x", 1)).hasValue(new byte[] {1});
    }
  }

  @Test
  void link_opened_givesTheObject() throws Exception {
    store().put("a/1/x", "content".getBytes(UTF_8), TYPE);
    URI link = store().link("a/1/x", Duration.ofMinutes(5));
    assertThat(link.getQuery()).as("no client need send a header").contains("SignedHeaders=host&");
    HttpResponse<String> answer = load(link);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("content");
  }

  static HttpResponse<String> load(URI link) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(link).GET());
  }

  static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }
}
