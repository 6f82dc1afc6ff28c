package dev.sluice.control.aws;

import dev.sluice.control.off.SwitchStore;
import dev.sluice.control.off.SwitchStoreContract;
import dev.sluice.control.off.SwitchStoreException;
import dev.sluice.servers.AwsStores;
import dev.sluice.task.aws.AwsAccess;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoDbSwitchStoreIT extends SwitchStoreContract {
  private static AwsStores stores;

  @BeforeAll
  static void start() {
    stores = AwsStores.inMemory();
  }

  @AfterAll
  static void stop() {
    stores.close();
  }

  @Override
  protected SwitchStore store() throws SwitchStoreException {
    AwsAccess access =
        new AwsAccess(
            "local",
            stores.dynamoDb(),
            () -> new AwsAccess.Keys(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY, null));
    String table = "switches-" + UUID.randomUUID();
    SwitchTable.create(access, table);
    return new DynamoDbSwitchStore(new SwitchSettings(access, table));
  }
}
