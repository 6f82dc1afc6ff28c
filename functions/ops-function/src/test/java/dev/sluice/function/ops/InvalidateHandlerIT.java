package dev.sluice.function.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.Budget;
import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.cache.StoreException;
import dev.sluice.servers.RedisServer;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deployed package under AWS's runtime client, over a real Redis. */
class InvalidateHandlerIT {
  private static final Path ZIP = Path.of("target", "ops-function-lambda.zip");

  @TempDir private static Path folder;

  @Test
  void handleRequest_event_throwsAwayWhatIsKeptUnderItsTagsAlone() throws Exception {
    try (RedisServer redis = RedisServer.start(folder.resolve("redis"))) {
      URI url = URI.create("redis://127.0.0.1:" + redis.port());
      try (RedisEntryStore store =
              new RedisEntryStore(new RedisSettings(url, false, null), InstantSource.system());
          FunctionProcess function = start(Map.of("SLUICE_CACHE_URL", url.toString()))) {
        Map<String, String> before = generations(store, true);

        String answer =
            invoke(function, "{\"detail\": {\"tags\": [\"orders\", \"never\"]}}").answer().text();

        assertThat(answer).isEqualTo("{\"invalidated\":[\"orders\",\"never\"]}");
        assertThat(before).containsOnlyKeys("orders", "parts");
        assertThat(generations(store, false)).containsOnlyKeys("parts");
        assertThat(generations(store, true).get("parts")).isEqualTo(before.get("parts"));
        assertThat(generations(store, true).get("orders")).isNotEqualTo(before.get("orders"));

        assertThat(invoke(function, "{\"detail\": {}}").toString())
            .contains("InvalidationFailed")
            .contains("'detail.tags' is no list of tags");

        assertThat(Files.readString(folder.resolve("classes.txt")))
            .as("what is not configured costs no start-up")
            .contains("dev.sluice.cache.RedisSettings")
            // Lambda's own client has the one class that is excepted.
            .doesNotContainPattern("software\\.amazon\\.awssdk\\.(?!utilslite)");
        stop(redis);
        assertThat(invoke(function, "{\"detail\": {\"tags\": [\"orders\"]}}").toString())
            .contains("InvalidationFailed")
            .contains("what is kept under 'orders' was not thrown away");
      }
    }
  }

  private static Map<String, String> generations(RedisEntryStore store, boolean make)
      throws StoreException {
    Budget budget = Budget.of(Duration.ofSeconds(5));
    List<String> tags = List.of("orders", "parts");
    return make
        ? store.claim("key", "holder", Duration.ofMinutes(1), tags, budget).generations()
        : store.find("key", tags, "owner", budget).generations();
  }

  private static Outcome invoke(FunctionProcess function, String event)
      throws InterruptedException {
    return function.invoke(event.getBytes(UTF_8));
  }

  private static void stop(RedisServer redis) {
    redis.close();
  }

  private static FunctionProcess start(Map<String, String> environment) throws IOException {
    return FunctionProcess.start(
        ZIP,
        InvalidateHandler.class.getName(),
        FunctionOptions.defaults()
            .withJvmArguments("-Xlog:class+load:file=" + folder.resolve("classes.txt"))
            .withEnvironment(environment));
  }
}
