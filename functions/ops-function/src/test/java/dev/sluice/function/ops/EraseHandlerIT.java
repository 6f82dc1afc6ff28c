package dev.sluice.function.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Deadline;
import dev.sluice.call.Environment;
import dev.sluice.call.subject.Subject;
import dev.sluice.control.aws.SwitchTable;
import dev.sluice.function.ops.erasure.Erasure;
import dev.sluice.function.ops.erasure.ErasureServices;
import dev.sluice.function.ops.erasure.ErasureTable;
import dev.sluice.identity.subject.aws.DynamoDbSubjectKeys;
import dev.sluice.identity.subject.aws.SubjectTable;
import dev.sluice.servers.AwsStores;
import dev.sluice.servers.RedisServer;
import dev.sluice.task.aws.AwsAccess;
import dev.sluice.task.aws.TaskTable;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.testkit.FunctionOptions;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployed package under AWS's runtime client, over stores that are there. */
class EraseHandlerIT {
  private static final Path ZIP = Path.of("target", "ops-function-lambda.zip");
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Subject ALICE = new Subject("north", "alice");

  @TempDir private static Path folder;

  @Test
  void handleRequest_everyStep_endsInAReceiptAndErrorsHaveTheNamesThatTheMachineKnows()
      throws Exception {
    try (AwsStores stores = AwsStores.inMemory();
        RedisServer redis = RedisServer.start(folder.resolve("redis"))) {
      Map<String, String> environment = environment(stores, redis);
      try (ErasureServices services =
              new ErasureServices(
                  new Environment(environment::get), CLOCK, Telemetry.discarding());
          FunctionProcess function =
              FunctionProcess.start(
                  ZIP,
                  EraseHandler.class.getName(),
                  FunctionOptions.defaults().withEnvironment(environment))) {
        Erasure opened =
            services
                .erasures()
                .open(ALICE, "T-1", "dpo", Deadline.after(Duration.ofMinutes(1), CLOCK));
        String id = opened.id();

        assertThat(step(function, "stop", id)).isEqualTo("{\"next\":\"find\"}");
        assertThat(step(function, "find", id)).isEqualTo("{\"next\":\"erase\"}");
        String next = step(function, "erase", id);
        while (next.equals("{\"next\":\"erase\"}")) {
          next = step(function, "erase", id);
        }
        assertThat(next).isEqualTo("{\"next\":\"verify\"}");
        assertThat(step(function, "verify", id)).isEqualTo("{\"next\":\"receipt\"}");
        assertThat(step(function, "receipt", id)).isEqualTo("{\"next\":\"end\"}");

        Erasure receipt = services.erasures().find(id).orElseThrow();
        assertThat(receipt.isOpen()).isFalse();
        assertThat(receipt.found()).containsEntry("pseudonyms", 1L).containsEntry("tasks", 0L);
        assertThat(step(function, "stop", id)).isEqualTo("{\"next\":\"end\"}");
        assertThat(step(function, "no step", id)).isEqualTo("java.lang.IllegalArgumentException");
        Erasure replay = services.erasures().openReplay("R-1", "ops");
        redis.kill();
        assertThat(step(function, "find", replay.id()))
            .isEqualTo("dev.sluice.function.ops.erasure.ErasureUnavailable");
      }
    }
  }

  /** A store that is not named would not be erased. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SLUICE_TASKS_TABLE",
        "SLUICE_TASKS_BUCKET",
        "SLUICE_SUBJECTS_TABLE",
        "SLUICE_SWITCHES_TABLE",
        "SLUICE_ERASURES_TABLE",
        "SLUICE_CACHE_URL"
      })
  void new_withoutAStore_namesTheVariable(String missing) {
    Map<String, String> environment = settings("http://127.0.0.1:1", "http://127.0.0.1:1", 1);
    environment.remove(missing);

    assertThatThrownBy(() -> new EraseHandler(new Environment(environment::get)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(missing);
  }

  private static Map<String, String> environment(AwsStores stores, RedisServer redis)
      throws Exception {
    AwsAccess access =
        new AwsAccess(
            "local",
            stores.dynamoDb(),
            () -> new AwsAccess.Keys(AwsStores.ACCESS_KEY, AwsStores.SECRET_KEY, null));
    TaskTable.create(access, "tasks");
    SubjectTable.create(access::dynamoDb, "subjects");
    SwitchTable.create(access, "switches");
    ErasureTable.create(access, "erasures");
    try (var client = access.dynamoDb()) {
      assertThat(new DynamoDbSubjectKeys(client, "subjects").key(ALICE)).isNotEmpty();
    }
    return settings(stores.dynamoDb().toString(), stores.s3().toString(), redis.port());
  }

  private static Map<String, String> settings(String dynamoDb, String s3, int redis) {
    Map<String, String> settings = new HashMap<>();
    settings.put("AWS_REGION", "local");
    settings.put("AWS_ACCESS_KEY_ID", AwsStores.ACCESS_KEY);
    settings.put("AWS_SECRET_ACCESS_KEY", AwsStores.SECRET_KEY);
    settings.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb);
    settings.put("AWS_ENDPOINT_URL_S3", s3);
    settings.put("AWS_ENDPOINT_URL_SFN", "http://127.0.0.1:1");
    settings.put("SLUICE_TASKS_TABLE", "tasks");
    settings.put("SLUICE_TASKS_BUCKET", AwsStores.BUCKET);
    settings.put(
        "SLUICE_TASKS_STATE_MACHINE", "arn:aws:states:local:000000000000:stateMachine:query-task");
    settings.put("SLUICE_SUBJECTS_TABLE", "subjects");
    settings.put("SLUICE_SWITCHES_TABLE", "switches");
    settings.put("SLUICE_ERASURES_TABLE", "erasures");
    settings.put("SLUICE_CACHE_URL", "redis://127.0.0.1:" + redis);
    settings.put("SLUICE_SECRETS_FOLDER", folder.resolve("secrets").toString());
    return settings;
  }

  private static String step(FunctionProcess function, String step, String id)
      throws InterruptedException {
    Outcome outcome =
        function.invoke(
            ("{\"step\":\"" + step + "\",\"erasureId\":\"" + id + "\"}").getBytes(UTF_8));
    return outcome instanceof Outcome.FunctionError error ? error.type() : outcome.answer().text();
  }
}
