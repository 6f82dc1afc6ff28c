package dev.sluice.cdk;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which resources hold data, and the property whose change replaces them. */
final class Stateful {
  private static final Map<String, String> NAMES =
      Map.of(
          "AWS::DynamoDB::Table", "/TableName",
          "AWS::S3::Bucket", "/BucketName",
          "AWS::KMS::Key", "/Description",
          "AWS::SecretsManager::Secret", "/Name",
          "AWS::RDS::DBCluster", "/DBClusterIdentifier",
          "AWS::Backup::BackupVault", "/BackupVaultName",
          "AWS::ElastiCache::ServerlessCache", "/ServerlessCacheName",
          "AWS::SQS::Queue", "/QueueName",
          "AWS::Logs::LogGroup", "/LogGroupName");

  private Stateful() {}

  /** What it is called; null where it holds nothing. */
  static @Nullable String name(Templates.Resource resource) {
    String pointer = NAMES.get(resource.type());
    return pointer == null ? null : resource.at(pointer).toString().replace("\"", "'");
  }
}
