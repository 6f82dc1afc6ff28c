package dev.sluice.identity.subject.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.subject.Subject;
import dev.sluice.identity.subject.SubjectKeys;
import dev.sluice.identity.subject.SubjectKeysContract;
import dev.sluice.identity.subject.SubjectKeysException;
import dev.sluice.servers.AwsStores;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoDbSubjectKeysIT extends SubjectKeysContract {
  private static final Subject ANN = new Subject("acme", "ann-unmistakable");
  private static AwsStores stores;
  private static DynamoDbClient client;

  @BeforeAll
  static void start() {
    stores = AwsStores.inMemory();
    client = client(stores.dynamoDb());
  }

  @AfterAll
  static void stop() {
    client.close();
    stores.close();
  }

  @Override
  protected SubjectKeys keys() throws SubjectKeysException {
    return new DynamoDbSubjectKeys(client, table());
  }

  @Test
  void key_made_tableHoldsNoName() throws Exception {
    String table = table();
    new DynamoDbSubjectKeys(client, table).key(ANN);

    assertThat(client.scan(scan -> scan.tableName(table)).items().toString())
        .contains(ANN.hash())
        .doesNotContain("acme", "unmistakable");
  }

  @Test
  void key_nobodyAnswers_failsWithinASecondWithoutAName() throws Exception {
    try (ServerSocket silent = new ServerSocket(0);
        DynamoDbClient away = client(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
      SubjectKeys keys = new DynamoDbSubjectKeys(away, "subjects");
      // The first request of a process may take longer.
      assertThatThrownBy(keys::rehearse).isInstanceOf(SubjectKeysException.class);
      long startNanos = System.nanoTime();
      assertThatThrownBy(() -> keys.key(ANN))
          .isInstanceOf(SubjectKeysException.class)
          .hasMessageNotContaining("unmistakable");
      assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
          .isLessThan(Duration.ofMillis(1_500));
    }
  }

  @Test
  void rehearse_makesNoKey() throws Exception {
    String table = table();
    new DynamoDbSubjectKeys(client, table).rehearse();
    assertThat(client.scan(scan -> scan.tableName(table)).items()).isEmpty();
  }

  @Test
  void create_twice_isTheSameTable() throws Exception {
    String table = table();
    byte[] key = new DynamoDbSubjectKeys(client, table).key(ANN);
    SubjectTable.create(() -> client(stores.dynamoDb()), table);
    assertThat(new DynamoDbSubjectKeys(client, table).key(ANN)).isEqualTo(key);
  }

  private static String table() throws SubjectKeysException {
    String table = "subjects-" + UUID.randomUUID();
    SubjectTable.create(() -> client(stores.dynamoDb()), table);
    return table;
  }

  private static DynamoDbClient client(URI endpoint) {
    return DynamoDbClient.builder()
        .region(Region.of("local"))
        .credentialsProvider(
            () -> AwsBasicCredentials.create(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY))
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(once -> once.retryStrategy(retries -> retries.maxAttempts(1)))
        .endpointOverride(endpoint)
        .build();
  }
}
