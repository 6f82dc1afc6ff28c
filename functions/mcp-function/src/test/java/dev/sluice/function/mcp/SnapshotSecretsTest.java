package dev.sluice.function.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.secret.MemorySecrets;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SnapshotSecretsTest {
  @Test
  void of_whilePriming_readsNothingAndGivesAnotherKey() throws NoSecretException {
    MemorySecrets real = new MemorySecrets(InstantSource.system());
    AtomicInteger reads = new AtomicInteger();
    AtomicBoolean rehearsing = new AtomicBoolean(true);
    Secrets counted =
        name -> {
          reads.incrementAndGet();
          return real.of(name);
        };
    SnapshotSecrets secrets =
        new SnapshotSecrets(counted, new MemorySecrets(InstantSource.system()), rehearsing::get);

    String primed = secrets.of(SecretName.CURSOR).current().id();
    assertThat(secrets.find(SecretName.CURSOR, primed)).isPresent();
    assertThat(reads).hasValue(0);

    rehearsing.set(false);
    assertThat(secrets.of(SecretName.CURSOR)).isEqualTo(real.of(SecretName.CURSOR));
    assertThat(secrets.find(SecretName.CURSOR, primed)).isEmpty();
  }
}
