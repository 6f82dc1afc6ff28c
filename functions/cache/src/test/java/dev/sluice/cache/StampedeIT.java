package dev.sluice.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import dev.sluice.data.Rows;
import dev.sluice.servers.RedisServer;
import dev.sluice.telemetry.RecordingTelemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fault 20: the store is flushed, and 500 callers ask the same at once, in two environments. */
class StampedeIT {
  private static final int CALLERS = 500;
  private static final int ROUNDS = 10;
  private static final Principal ADA = new Principal("ada", "acme", Set.of(), false);

  @TempDir private static Path folder;

  @Test
  void fault20_flushed_isOneStatementInEachEnvironmentAtMost() throws Exception {
    try (RedisServer redis = RedisServer.start(folder.resolve("redis"));
        EntryStore one = store(redis);
        EntryStore two = store(redis);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<TestWorld> worlds = List.of(new TestWorld(), new TestWorld());
      List<KeptAnswers> environments =
          List.of(answers(one, worlds.getFirst()), answers(two, worlds.getLast()));
      for (int round = 1; round <= ROUNDS; round++) {
        redis.ask("FLUSHALL");
        List<Future<Rows>> all = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          int at = i % 2;
          all.add(
              threads.submit(
                  () ->
                      worlds.get(at).read(environments.get(at), TestWorld.KEEPING, ADA, Map.of())));
        }
        for (Future<Rows> each : all) {
          assertThat(each.get().rows()).hasSize(1);
        }
        for (TestWorld world : worlds) {
          assertThat(world.reads()).as("round " + round).isLessThanOrEqualTo(round);
        }
      }
    }
  }

  private static EntryStore store(RedisServer redis) {
    URI url = URI.create("redis://127.0.0.1:" + redis.port());
    return new RedisEntryStore(new RedisSettings(url, false, null), InstantSource.system());
  }

  private static KeptAnswers answers(EntryStore store, TestWorld world) {
    return new KeptAnswers(
        store, TestWorld.PATIENT, world.clock(), new RecordingTelemetry(), world.random());
  }
}
