package dev.sluice.control.aws;

import dev.sluice.control.off.Switch;
import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.SwitchStoreException;
import dev.sluice.control.off.Target;
import dev.sluice.task.aws.AwsAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * Switches in a table of DynamoDB, as {@link SwitchTable} has it, read whole and consistently: it
 * is small. Nothing is sent again: whoever reads comes again soon, and a person who writes sees
 * that it failed. Safe for use by several threads.
 */
public final class DynamoDbSwitchStore implements SwitchStore {
  /** Of what a person waits for. */
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(5);

  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private final DynamoDbClient client;
  private final String table;

  /** Over a table that is there; no connection is made yet. */
  public DynamoDbSwitchStore(SwitchSettings settings) {
    this.client = client(settings.access());
    this.table = settings.table();
  }

  /** The JDK's own HTTP client: nothing of it runs between calls. */
  static DynamoDbClient client(AwsAccess access) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .region(Region.of(access.region()))
            .credentialsProvider(access.credentials())
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build())
            .overrideConfiguration(
                once ->
                    once.apiCallTimeout(WRITE_LIMIT)
                        .retryStrategy(retries -> retries.maxAttempts(1)));
    return (access.endpoint() == null ? builder : builder.endpointOverride(access.endpoint()))
        .build();
  }

  @Override
  public List<Switch> all(Duration most) throws SwitchStoreException {
    long endNanos = System.nanoTime() + most.toNanos();
    List<Switch> all = new ArrayList<>();
    Map<String, AttributeValue> from = Map.of();
    do {
      Map<String, AttributeValue> next = from;
      long leftNanos = endNanos - System.nanoTime();
      if (leftNanos <= 0) {
        throw new SwitchStoreException("could not read the switches in time", null);
      }
      ScanResponse page =
          ask(
              "read the switches",
              () ->
                  client.scan(
                      scan ->
                          scan.tableName(table)
                              .consistentRead(true)
                              .exclusiveStartKey(next.isEmpty() ? null : next)
                              .overrideConfiguration(
                                  limit -> limit.apiCallTimeout(Duration.ofNanos(leftNanos)))));
      page.items().stream()
          .map(DynamoDbSwitchStore::read)
          .flatMap(Optional::stream)
          .forEach(all::add);
      if (all.size() > MOST_SWITCHES) {
        throw new SwitchStoreException("more than " + MOST_SWITCHES + " switches", null);
      }
      from = page.lastEvaluatedKey();
    } while (!from.isEmpty());
    all.sort(Comparator.comparing(one -> one.target().toString()));
    return all;
  }

  @Override
  public void put(Switch off) throws SwitchStoreException {
    Object _ =
        ask(
            "switch off " + off.target().kind().word(),
            () ->
                client.putItem(
                    put ->
                        put.tableName(table)
                            .item(
                                Map.of(
                                    SwitchTable.KEY,
                                    AttributeValue.fromS(off.target().toString()),
                                    SwitchTable.WHY,
                                    AttributeValue.fromS(off.why()),
                                    SwitchTable.SINCE,
                                    AttributeValue.fromN(
                                        Long.toString(off.since().toEpochMilli()))))));
  }

  @Override
  public Optional<Switch> remove(Target target) throws SwitchStoreException {
    return read(
        ask(
            "switch on " + target.kind().word(),
            () ->
                client
                    .deleteItem(
                        delete ->
                            delete
                                .tableName(table)
                                .key(
                                    Map.of(
                                        SwitchTable.KEY, AttributeValue.fromS(target.toString())))
                                .returnValues(ReturnValue.ALL_OLD))
                    .attributes()));
  }

  @Override
  public void close() {
    client.close();
  }

  /** What somebody else wrote there, and is no switch, switches nothing off. */
  private static Optional<Switch> read(Map<String, AttributeValue> item) {
    AttributeValue target = item.get(SwitchTable.KEY);
    AttributeValue why = item.get(SwitchTable.WHY);
    AttributeValue since = item.get(SwitchTable.SINCE);
    if (target == null || target.s() == null) {
      return Optional.empty();
    }
    String said = why == null || why.s() == null ? "" : why.s();
    return Target.parse(target.s())
        .map(
            named ->
                new Switch(
                    named,
                    said.substring(0, Math.min(said.length(), Switch.MOST_WHY_CHARS)),
                    since == null || since.n() == null
                        ? Instant.EPOCH
                        : Instant.ofEpochMilli(Long.parseLong(since.n()))));
  }

  private static <T> T ask(String what, Supplier<T> request) throws SwitchStoreException {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failed(what, e);
    }
  }

  /** A message without what the service says: that may hold names of an account. */
  static SwitchStoreException failed(String what, SdkException cause) {
    String why =
        cause instanceof SdkServiceException service
            ? service.getClass().getSimpleName() + ", HTTP " + service.statusCode()
            : cause.getClass().getSimpleName();
    return new SwitchStoreException("could not " + what + ": " + why, cause);
  }
}
