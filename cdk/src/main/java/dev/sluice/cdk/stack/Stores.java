package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.Deployment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.elasticache.CfnServerlessCache;
import software.amazon.awscdk.services.elasticache.CfnUser;
import software.amazon.awscdk.services.elasticache.CfnUserGroup;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * What Sluice itself keeps: tasks, their results, erasures, keys of subjects, switches, answers.
 */
final class Stores extends Construct {
  /** The tables that hold what must not be lost; each name is part of its logical id. */
  private static final int POINT_IN_TIME_DAYS = 35;

  private static final Duration RESULTS_LAST = Duration.days(2);
  private static final Duration UPLOADS_LAST = Duration.days(1);
  private static final String VALKEY = "valkey";
  private static final String VALKEY_VERSION = "8";

  /** The commands that stores of answers, budgets and subjects send, and no other. */
  private static final String CACHE_ACCESS =
      "on ~sluice:* -@all +get +getrange +set +del +incrby +pexpire +expire +hmget +hset +zadd"
          + " +zrange +zrem +zcount +zremrangebyscore +scan +eval +asking"
          + " +cluster|slots +cluster|shards +cluster|nodes +ping +hello +auth +client|setinfo"
          + " +client|setname";

  private final Table tasks;
  private final Table erasures;
  private final Table subjects;
  private final Table switches;
  private final Bucket results;
  private final CfnServerlessCache cache;
  private final CfnUser cacheUser;

  Stores(Construct scope, String id, Deployment plan, IKey key, Network network) {
    super(scope, id);
    tasks = tasks(plan, key);
    Key byId = new Key("id", AttributeType.STRING);
    erasures = table(plan, key, "Erasures", "erasures", byId, "deleteAt");
    // Keys end by an erasure alone, switches by whoever switches on again.
    subjects = table(plan, key, "Subjects", "subjects", byId, null);
    switches =
        table(plan, key, "Switches", "switches", new Key("target", AttributeType.STRING), null);
    Bucket accessLogs = accessLogs(plan);
    results = results(plan, key, accessLogs);
    cacheUser =
        CfnUser.Builder.create(this, "CacheUser")
            .engine(VALKEY)
            .userId(plan.named("cache"))
            .userName(plan.named("cache"))
            .accessString(CACHE_ACCESS)
            .authenticationMode(Map.of("Type", "iam"))
            .build();
    CfnUserGroup users =
        CfnUserGroup.Builder.create(this, "CacheUsers")
            .engine(VALKEY)
            .userGroupId(plan.named("cache-users"))
            .userIds(List.of(cacheUser.getRef()))
            .build();
    cache = cache(plan, key, network, users);
  }

  Table tasks() {
    return tasks;
  }

  Table erasures() {
    return erasures;
  }

  Table subjects() {
    return subjects;
  }

  Table switches() {
    return switches;
  }

  Bucket results() {
    return results;
  }

  CfnServerlessCache cache() {
    return cache;
  }

  CfnUser cacheUser() {
    return cacheUser;
  }

  private Table tasks(Deployment plan, IKey key) {
    Table table =
        table(plan, key, "Tasks", "tasks", new Key("id", AttributeType.STRING), "deleteAt");
    table.addGlobalSecondaryIndex(
        GlobalSecondaryIndexProps.builder()
            .indexName("byLine")
            .partitionKey(new Key("line", AttributeType.STRING).attribute())
            .sortKey(new Key("since", AttributeType.NUMBER).attribute())
            .projectionType(ProjectionType.INCLUDE)
            .nonKeyAttributes(List.of("tenant"))
            .build());
    return table;
  }

  /** What a table is found by. */
  private record Key(String name, AttributeType type) {
    Attribute attribute() {
      return Attribute.builder().name(name).type(type).build();
    }
  }

  private Table table(
      Deployment plan, IKey key, String id, String name, Key partition, @Nullable String ttl) {
    Table.Builder builder =
        Table.Builder.create(this, id)
            .tableName(plan.named(name))
            .partitionKey(partition.attribute())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .encryption(TableEncryption.CUSTOMER_MANAGED)
            .encryptionKey(key)
            .pointInTimeRecoverySpecification(
                PointInTimeRecoverySpecification.builder()
                    .pointInTimeRecoveryEnabled(true)
                    .recoveryPeriodInDays(Math.min(POINT_IN_TIME_DAYS, plan.keeping().backupDays()))
                    .build())
            .deletionProtection(plan.keeping().afterDeletion())
            .removalPolicy(Keys.removal(plan));
    return ttl == null ? builder.build() : builder.timeToLiveAttribute(ttl).build();
  }

  /** Who fetched which result, links included. S3 writes these logs with keys of its own only. */
  private Bucket accessLogs(Deployment plan) {
    return bucket(plan, "AccessLogs", "access-logs")
        .encryption(BucketEncryption.S3_MANAGED)
        .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
        .lifecycleRules(
            List.of(
                LifecycleRule.builder()
                    .id("Expire")
                    .expiration(Duration.days(plan.keeping().logDays()))
                    .abortIncompleteMultipartUploadAfter(UPLOADS_LAST)
                    .build()))
        .build();
  }

  private Bucket results(Deployment plan, IKey key, Bucket accessLogs) {
    return bucket(plan, "Results", "results")
        .encryption(BucketEncryption.KMS)
        .encryptionKey(key)
        .bucketKeyEnabled(true)
        .serverAccessLogsBucket(accessLogs)
        .serverAccessLogsPrefix("results/")
        .lifecycleRules(
            List.of(
                LifecycleRule.builder()
                    .id("Expire")
                    .expiration(RESULTS_LAST)
                    .abortIncompleteMultipartUploadAfter(UPLOADS_LAST)
                    .build()))
        .build();
  }

  private Bucket.Builder bucket(Deployment plan, String id, String name) {
    return Bucket.Builder.create(this, id)
        .bucketName(bucketName(plan, name))
        .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
        .enforceSsl(true)
        .minimumTlsVersion(1.2)
        .removalPolicy(Keys.removal(plan));
  }

  /** Of all accounts there is one bucket of a name. */
  private static String bucketName(Deployment plan, String name) {
    return plan.named(name) + "-" + plan.place().account() + "-" + plan.place().region();
  }

  /** The bucket of results. */
  static String resultsName(Deployment plan) {
    return bucketName(plan, "results");
  }

  private CfnServerlessCache cache(Deployment plan, IKey key, Network network, CfnUserGroup users) {
    return CfnServerlessCache.Builder.create(this, "Cache")
        .serverlessCacheName(plan.named("cache"))
        .description("Answers of Sluice; may be lost at any time")
        .engine(VALKEY)
        .majorEngineVersion(VALKEY_VERSION)
        .kmsKeyId(key.getKeyArn())
        .securityGroupIds(List.of(network.cache().getSecurityGroupId()))
        .subnetIds(network.dataSubnetIds())
        .userGroupId(users.getRef())
        .cacheUsageLimits(
            CfnServerlessCache.CacheUsageLimitsProperty.builder()
                .dataStorage(
                    CfnServerlessCache.DataStorageProperty.builder()
                        .unit("GB")
                        .maximum(plan.sizes().cacheGibibytes())
                        .build())
                .build())
        .build();
  }
}
