package dev.sluice.secret;

import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.SecretStore;
import java.time.InstantSource;

class MemorySecretsTest extends SecretStoreContract {
  private final MemorySecrets store = new MemorySecrets(InstantSource.system());

  @Override
  SecretStore store() {
    return store;
  }

  @Override
  SecretStore other() {
    return store;
  }
}
