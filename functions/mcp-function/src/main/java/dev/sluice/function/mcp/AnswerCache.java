package dev.sluice.function.mcp;

import dev.sluice.cache.Cache;
import dev.sluice.cache.KeepLimits;
import dev.sluice.cache.KeptAnswers;
import dev.sluice.cache.RedisEntryStore;
import dev.sluice.call.Outage;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.Secrets;
import dev.sluice.control.budget.Ledger;
import dev.sluice.data.MaskKey;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;

/**
 * The cache that the settings name.
 *
 * @param cache keeps nothing where they name none
 * @param ledger counts in this environment alone where they name none
 * @param disconnect closes its connections; the next call opens them again
 */
record AnswerCache(Cache cache, Ledger ledger, Runnable disconnect) {

  static AnswerCache of(
      FunctionSettings settings, Secrets secrets, InstantSource clock, Telemetry telemetry) {
    Outage outage = new Outage(clock);
    if (settings.cache() == null) {
      return new AnswerCache(Cache.none(), new Ledger(null, outage, clock, telemetry), () -> {});
    }
    RedisEntryStore store = new RedisEntryStore(settings.cache(), clock);
    return new AnswerCache(
        new KeptAnswers(
            store, KeepLimits.DEFAULT, clock, telemetry, outage, () -> maskKey(secrets, clock)),
        new Ledger(store.counters(), outage, clock, telemetry),
        store::close);
  }

  /** Where there is none, the answer will not come to anything either. */
  private static String maskKey(Secrets secrets, InstantSource clock) {
    try {
      return MaskKey.inUse(secrets, clock).id();
    } catch (NoSecretException e) {
      return "";
    }
  }
}
