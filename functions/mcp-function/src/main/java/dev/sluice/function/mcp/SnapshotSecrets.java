package dev.sluice.function.mcp;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Secrets that are not read before the snapshot: calls that prime it are given keys of their own,
 * which nothing that anybody gets is signed or hashed with. Safe for use by several threads;
 * priming and calls never overlap, since Lambda publishes before it invokes.
 */
final class SnapshotSecrets implements Secrets {
  private final Secrets secrets;
  private final Secrets rehearsal;
  private final BooleanSupplier rehearsing;

  /**
   * Secrets.
   *
   * @param rehearsal what stands in for them while a snapshot is primed
   * @param rehearsing whether one is
   */
  SnapshotSecrets(Secrets secrets, Secrets rehearsal, BooleanSupplier rehearsing) {
    this.secrets = secrets;
    this.rehearsal = rehearsal;
    this.rehearsing = rehearsing;
  }

  @Override
  public LiveKeys of(SecretName name) {
    return present().of(name);
  }

  @Override
  public Optional<Key> find(SecretName name, String id) {
    return present().find(name, id);
  }

  private Secrets present() {
    return rehearsing.getAsBoolean() ? rehearsal : secrets;
  }
}
