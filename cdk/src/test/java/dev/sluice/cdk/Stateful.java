package dev.sluice.cdk;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which resources hold data, and the properties whose change replaces them ("Update requires:
 * Replacement" of each type's page). A key is never replaced; its description tells which it is.
 */
final class Stateful {
  private static final Map<String, List<String>> LASTING =
      Map.ofEntries(
          entry(
              "AWS::DynamoDB::Table",
              List.of("/TableName", "/KeySchema", "/LocalSecondaryIndexes")),
          entry("AWS::S3::Bucket", List.of("/BucketName")),
          entry("AWS::KMS::Key", List.of("/Description")),
          entry("AWS::SecretsManager::Secret", List.of("/Name")),
          entry(
              "AWS::RDS::DBCluster",
              List.of(
                  "/DBClusterIdentifier",
                  "/DatabaseName",
                  "/DBSubnetGroupName",
                  "/KmsKeyId",
                  "/StorageEncrypted",
                  "/MasterUsername",
                  "/EngineMode",
                  "/AvailabilityZones",
                  "/SnapshotIdentifier")),
          entry(
              "AWS::RDS::DBInstance",
              List.of(
                  "/DBInstanceIdentifier",
                  "/DBClusterIdentifier",
                  "/DBSubnetGroupName",
                  "/AvailabilityZone")),
          entry("AWS::RDS::DBSubnetGroup", List.of("/DBSubnetGroupName")),
          entry("AWS::Backup::BackupVault", List.of("/BackupVaultName", "/EncryptionKeyArn")),
          entry(
              "AWS::ElastiCache::ServerlessCache",
              List.of("/ServerlessCacheName", "/KmsKeyId", "/SubnetIds", "/SnapshotArnsToRestore")),
          entry("AWS::ElastiCache::User", List.of("/UserId", "/UserName")),
          entry("AWS::ElastiCache::UserGroup", List.of("/UserGroupId")),
          entry("AWS::SQS::Queue", List.of("/QueueName", "/FifoQueue")),
          entry("AWS::SNS::Topic", List.of("/TopicName", "/FifoTopic")),
          entry("AWS::Logs::LogGroup", List.of("/LogGroupName")));

  private Stateful() {}

  /** What of it must stay as it is; null where it holds nothing. */
  static @Nullable String lasting(Templates.Resource resource) {
    List<String> pointers = LASTING.get(resource.type());
    return pointers == null
        ? null
        : pointers.stream()
            .map(resource::at)
            .filter(value -> !value.isMissingNode())
            .map(value -> value.toString().replace("\"", "'"))
            .collect(Collectors.joining(" "));
  }
}
