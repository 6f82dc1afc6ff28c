package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.servers.AwsStores;
import dev.sluice.task.aws.AwsAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.RestoreParams;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * All that lies in the stores, past the product: every item of every table that there is, every
 * object, every key. Used by one thread.
 */
final class RawStores implements AutoCloseable {
  private final DynamoDbClient dynamoDb;
  private final SfnClient sfn;
  private final S3Client s3;
  private final Jedis redis;

  RawStores(Map<String, String> settings, URI cache) {
    AwsAccess access = access(settings, "AWS_ENDPOINT_URL_DYNAMODB");
    this.dynamoDb = access.dynamoDb();
    this.sfn = access(settings, "AWS_ENDPOINT_URL_SFN").stepFunctions();
    this.s3 =
        S3Client.builder()
            .region(Region.of("us-east-1"))
            .credentialsProvider(access.credentials())
            .endpointOverride(uri(settings, "AWS_ENDPOINT_URL_S3"))
            .forcePathStyle(true)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    this.redis = new Jedis(cache.getHost(), cache.getPort());
  }

  private static AwsAccess access(Map<String, String> settings, String endpoint) {
    return new AwsAccess(
        "local",
        uri(settings, endpoint),
        () -> new AwsAccess.Keys(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY, null));
  }

  private static URI uri(Map<String, String> settings, String name) {
    return URI.create(Objects.requireNonNull(settings.get(name)));
  }

  /** All as text, under names that begin with what kind of thing it is, and two colons. */
  Map<String, String> all() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (String table : dynamoDb.listTables().tableNames()) {
      for (var item : items(table)) {
        all.put("table " + table + "::" + key(table, item), text(item));
      }
    }
    for (String bucket : s3.listBuckets().buckets().stream().map(one -> one.name()).toList()) {
      for (String key : objects(bucket)) {
        all.put("bucket " + bucket + "::" + key, text(key, object(bucket, key)));
      }
    }
    for (String key : redis.keys("*")) {
      int kind = key.indexOf('{');
      all.put("cache " + (kind < 0 ? key : key.substring(0, kind - 1)) + "::" + key, value(key));
    }
    return all;
  }

  /** What Step Functions tells of executions, which nobody can delete. */
  String executions(List<String> machines) {
    StringBuilder all = new StringBuilder();
    for (String machine : machines) {
      sfn.listExecutionsPaginator(list -> list.stateMachineArn(machine))
          .executions()
          .forEach(
              one ->
                  all.append(sfn.describeExecution(it -> it.executionArn(one.executionArn())))
                      .append('\n'));
    }
    return all.toString();
  }

  /** What a backup holds. */
  record Backup(
      Map<String, List<Map<String, AttributeValue>>> tables,
      Map<String, Map<String, byte[]>> buckets,
      Map<String, byte[]> keys) {}

  Backup backUp() throws IOException {
    Map<String, List<Map<String, AttributeValue>>> tables = new TreeMap<>();
    dynamoDb.listTables().tableNames().forEach(table -> tables.put(table, items(table)));
    Map<String, Map<String, byte[]>> buckets = new TreeMap<>();
    for (var bucket : s3.listBuckets().buckets()) {
      Map<String, byte[]> objects = new TreeMap<>();
      for (String key : objects(bucket.name())) {
        objects.put(key, object(bucket.name(), key));
      }
      buckets.put(bucket.name(), objects);
    }
    Map<String, byte[]> keys = new TreeMap<>();
    for (String key : redis.keys("*")) {
      keys.put(key, redis.dump(key));
    }
    return new Backup(tables, buckets, keys);
  }

  /** In place of what is there, but for one table. */
  void restore(Backup backup, String butForTable) throws IOException {
    backup
        .tables()
        .forEach(
            (table, items) -> {
              if (!table.equals(butForTable)) {
                items.forEach(item -> dynamoDb.putItem(put -> put.tableName(table).item(item)));
              }
            });
    backup
        .buckets()
        .forEach(
            (bucket, objects) ->
                objects.forEach(
                    (key, content) ->
                        s3.putObject(
                            put -> put.bucket(bucket).key(key), RequestBody.fromBytes(content))));
    backup
        .keys()
        .forEach(
            (key, dump) ->
                redis.restore(key, 600_000, dump, RestoreParams.restoreParams().replace()));
  }

  /** The members of a sorted set, or none. */
  List<String> members(String key) {
    return redis.zrange(key, 0, -1);
  }

  /** A binary attribute of an item, in hexadecimal. */
  String attribute(String table, String id, String name) {
    Map<String, AttributeValue> item =
        dynamoDb
            .getItem(get -> get.tableName(table).key(Map.of("id", AttributeValue.fromS(id))))
            .item();
    return HexFormat.of()
        .formatHex(Objects.requireNonNull(item.get(name), table).b().asByteArray());
  }

  @Override
  public void close() {
    dynamoDb.close();
    sfn.close();
    s3.close();
    redis.close();
  }

  private List<Map<String, AttributeValue>> items(String table) {
    return dynamoDb.scanPaginator(scan -> scan.tableName(table)).items().stream().toList();
  }

  private String key(String table, Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>();
    dynamoDb
        .describeTable(describe -> describe.tableName(table))
        .table()
        .keySchema()
        .forEach(
            part ->
                key.put(
                    part.attributeName(), Objects.requireNonNull(item.get(part.attributeName()))));
    return text(key);
  }

  /** Binary attributes in hexadecimal. */
  private static String text(Map<String, AttributeValue> item) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(item)
        .forEach(
            (name, value) ->
                text.append(name)
                    .append('=')
                    .append(
                        value.b() == null
                            ? value.toString()
                            : HexFormat.of().formatHex(value.b().asByteArray()))
                    .append(' ')
                    .append(value.b() == null ? "" : value.b().asString(ISO_8859_1))
                    .append(' '));
    return text.toString();
  }

  private List<String> objects(String bucket) {
    return s3.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private byte[] object(String bucket, String key) throws IOException {
    return s3.getObject(get -> get.bucket(bucket).key(key)).readAllBytes();
  }

  private static String text(String key, byte[] content) throws IOException {
    if (!key.endsWith(".gz")) {
      return new String(content, UTF_8);
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private String value(String key) {
    return switch (redis.type(key)) {
      case "string" -> new String(redis.get(key.getBytes(UTF_8)), ISO_8859_1);
      case "hash" -> redis.hgetAll(key).toString();
      case "zset" -> members(key).toString();
      case String other -> throw new IllegalStateException("nobody looks into a " + other);
    };
  }
}
