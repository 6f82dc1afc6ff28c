package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.rds.AuroraPostgresClusterEngineProps;
import software.amazon.awscdk.services.rds.AuroraPostgresEngineVersion;
import software.amazon.awscdk.services.rds.BackupProps;
import software.amazon.awscdk.services.rds.ClusterInstance;
import software.amazon.awscdk.services.rds.DatabaseCluster;
import software.amazon.awscdk.services.rds.DatabaseClusterEngine;
import software.amazon.awscdk.services.rds.IClusterInstance;
import software.amazon.awscdk.services.rds.ParameterGroup;
import software.amazon.awscdk.services.rds.PerformanceInsightRetention;
import software.amazon.awscdk.services.rds.ServerlessV2ClusterInstanceProps;
import software.constructs.Construct;

/** An Aurora PostgreSQL cluster, whose readers are reached one by one. */
final class Database extends Construct {
  private static final String NAME = "sluice";
  private static final int AUTO_PAUSE_MINUTES = 5;
  private static final int READERS_CPU_PERCENT = 60;
  private static final String TLS = "?sslmode=verify-full&sslrootcert=" + Certificates.BUNDLE;

  private final DatabaseCluster cluster;

  Database(
      Construct scope,
      String id,
      Deployment plan,
      DatabasePlan.Created created,
      IKey key,
      Network network,
      Logs logs) {
    super(scope, id);
    // Before the cluster, which would make one without an end and a key.
    LogGroup log =
        logs.group(this, "Log", "/aws/rds/cluster/" + plan.named("database") + "/postgresql");
    ParameterGroup parameters =
        ParameterGroup.Builder.create(this, "Parameters")
            .engine(engine())
            .description("Sluice: TLS only, a known number of connections")
            .parameters(parameters(created))
            .build();
    DatabaseCluster.Builder builder =
        DatabaseCluster.Builder.create(this, "Cluster")
            .engine(engine())
            .clusterIdentifier(plan.named("database"))
            .defaultDatabaseName(NAME)
            .vpc(network.vpc())
            .vpcSubnets(network.dataSubnets())
            .securityGroups(List.of(network.database()))
            .parameterGroup(parameters)
            .manageMasterUserPassword(true)
            .iamAuthentication(true)
            .storageEncrypted(true)
            .storageEncryptionKey(key)
            .serverlessV2MinCapacity(created.leastCapacity())
            .serverlessV2MaxCapacity(created.mostCapacity())
            .writer(instance("Writer", true, key))
            .readers(readers(created, key))
            .backup(
                BackupProps.builder().retention(Duration.days(plan.keeping().backupDays())).build())
            .cloudwatchLogsExports(List.of("postgresql"))
            .copyTagsToSnapshot(true)
            .deletionProtection(plan.keeping().afterDeletion())
            .removalPolicy(
                plan.keeping().afterDeletion()
                    ? software.amazon.awscdk.RemovalPolicy.SNAPSHOT
                    : software.amazon.awscdk.RemovalPolicy.DESTROY);
    if (created.leastCapacity() == 0) {
      builder.serverlessV2AutoPauseDuration(Duration.minutes(AUTO_PAUSE_MINUTES));
    }
    cluster = builder.build();
    cluster.getNode().addDependency(log);
    if (created.mostReaders() > created.readers()) {
      scaleReaders(created);
    }
  }

  DatabaseCluster cluster() {
    return cluster;
  }

  /** The role that reads, as IAM names it: by the cluster's id, which is no other cluster's. */
  String user(Construct of) {
    return Stack.of(of)
        .formatArn(
            ArnComponents.builder()
                .service("rds-db")
                .resource("dbuser")
                .resourceName(cluster.getClusterResourceIdentifier() + "/" + DatabasePlan.READER)
                .arnFormat(ArnFormat.COLON_RESOURCE_NAME)
                .build());
  }

  String primaryUrl() {
    return "jdbc:postgresql://" + cluster.getClusterEndpoint().getHostname() + "/" + NAME + TLS;
  }

  /**
   * The readers that the database names; {@code NAME.cluster-SUFFIX} is where the suffix stands.
   */
  String replicaUrl() {
    String suffix = Fn.select(1, Fn.split(".cluster-", cluster.getClusterEndpoint().getHostname()));
    return "jdbc:postgresql://{server_id}." + suffix + "/" + NAME + TLS;
  }

  private static software.amazon.awscdk.services.rds.IClusterEngine engine() {
    return DatabaseClusterEngine.auroraPostgres(
        AuroraPostgresClusterEngineProps.builder()
            .version(AuroraPostgresEngineVersion.VER_17_7)
            .build());
  }

  private static Map<String, String> parameters(DatabasePlan.Created created) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("max_connections", String.valueOf(created.maxConnections()));
    parameters.put("rds.force_ssl", "1");
    parameters.put("log_connections", "1");
    // Statements may hold what callers asked for: only slow ones, and those by their owner's will.
    parameters.put("log_statement", "ddl");
    parameters.put("rds.allowed_extensions", "pg_stat_statements");
    return parameters;
  }

  private static List<IClusterInstance> readers(DatabasePlan.Created created, IKey key) {
    return IntStream.rangeClosed(1, created.readers())
        .mapToObj(number -> instance("Reader" + number, number == 1, key))
        .toList();
  }

  private static IClusterInstance instance(String id, boolean withWriter, IKey key) {
    ServerlessV2ClusterInstanceProps.Builder props =
        ServerlessV2ClusterInstanceProps.builder()
            .enablePerformanceInsights(true)
            .performanceInsightEncryptionKey(key)
            .performanceInsightRetention(PerformanceInsightRetention.DEFAULT)
            .autoMinorVersionUpgrade(true);
    if (!id.equals("Writer")) {
      props.scaleWithWriter(withWriter);
    }
    return ClusterInstance.serverlessV2(id, props.build());
  }

  private void scaleReaders(DatabasePlan.Created created) {
    CfnScalableTarget target =
        CfnScalableTarget.Builder.create(this, "Readers")
            .serviceNamespace("rds")
            .scalableDimension("rds:cluster:ReadReplicaCount")
            .resourceId("cluster:" + cluster.getClusterIdentifier())
            .minCapacity(created.readers())
            .maxCapacity(created.mostReaders())
            .build();
    target.getNode().addDependency(cluster);
    CfnScalingPolicy.Builder.create(this, "ReadersByLoad")
        .policyName("readers-by-load")
        .policyType("TargetTrackingScaling")
        .scalingTargetId(target.getRef())
        .targetTrackingScalingPolicyConfiguration(
            CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty.builder()
                .predefinedMetricSpecification(
                    CfnScalingPolicy.PredefinedMetricSpecificationProperty.builder()
                        .predefinedMetricType("RDSReaderAverageCPUUtilization")
                        .build())
                .targetValue(READERS_CPU_PERCENT)
                .build())
        .build();
  }
}
