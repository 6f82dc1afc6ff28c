package dev.sluice.cdk.stack;

import dev.sluice.cdk.plan.DatabasePlan;
import dev.sluice.cdk.plan.Deployment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.backup.BackupResource;
import software.constructs.Construct;

/** What must outlive every release: network, keys, secrets, stores, database, backups. */
final class DataStack extends Stack {
  private final Keys keys;
  private final Network network;
  private final Stores stores;
  private final Secrets secrets;
  private final @Nullable Database database;

  DataStack(Construct scope, String id, StackProps props, Deployment plan) {
    super(scope, id, props);
    keys = new Keys(this, "Keys", plan);
    Logs logs = new Logs(keys.logs(), plan);
    network = new Network(this, "Network", plan, logs);
    secrets = new Secrets(this, "Secrets", plan, keys.data());
    stores = new Stores(this, "Stores", plan, keys.data(), network);
    List<BackupResource> kept = new ArrayList<>();
    kept.add(BackupResource.fromDynamoDbTable(stores.tasks()));
    kept.add(BackupResource.fromDynamoDbTable(stores.switches()));
    if (plan.database() instanceof DatabasePlan.Created created) {
      database = new Database(this, "Database", plan, created, keys.data(), network, logs);
      kept.add(BackupResource.fromRdsDatabaseCluster(database.cluster()));
    } else {
      database = null;
    }
    new Backups(this, "Backups", plan, keys.data(), kept);
    new Spending(this, "Spending", plan);
  }

  Keys keys() {
    return keys;
  }

  Network network() {
    return network;
  }

  Stores stores() {
    return stores;
  }

  Secrets secrets() {
    return secrets;
  }

  /** Null where the database is somebody else's. */
  @Nullable Database database() {
    return database;
  }
}
