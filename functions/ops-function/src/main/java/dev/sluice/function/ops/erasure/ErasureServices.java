package dev.sluice.function.ops.erasure;

import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Environment;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.identity.subject.aws.DynamoDbSubjectKeys;
import dev.sluice.identity.subject.aws.SubjectPseudonyms;
import dev.sluice.secret.SecretText;
import dev.sluice.task.SubjectTasks;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.task.result.StoredResults;
import dev.sluice.task.result.SubjectResults;
import dev.sluice.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Erasures over all stores that an environment names: the only place that lists them. No connection
 * is opened before the first call. Safe for use by several threads.
 */
public final class ErasureServices implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Erasures erasures;

  /**
   * What the environment names: of tasks what {@link TaskSettings} reads; {@code
   * SLUICE_ERASURES_TABLE}; {@code SLUICE_ERASURE_KEY_FILE}, JSON with the key of tombstones, or
   * {@code SLUICE_ERASURE_KEY_SECRET}, the name of a secret that holds it; {@code
   * SLUICE_SUBJECTS_TABLE} with the keys of pseudonyms; the cache as {@link RedisSettings} reads
   * it. Throws {@link IllegalArgumentException} naming the variable that is missing or wrong: a
   * store that is not named would not be erased.
   */
  public ErasureServices(Environment environment, InstantSource clock, Telemetry telemetry) {
    TaskSettings settings = TaskSettings.required(environment);
    String table = environment.required("SLUICE_ERASURES_TABLE");
    Supplier<byte[]> key = key(environment, clock);
    String subjects = environment.required("SLUICE_SUBJECTS_TABLE");
    String url = environment.required("SLUICE_CACHE_URL");
    RedisSettings cache = Objects.requireNonNull(RedisSettings.of(environment, clock), url);
    TaskServices tasks = keep(TaskServices.of(settings, clock, telemetry));
    DynamoDbErasureStore store = keep(new DynamoDbErasureStore(settings.tasks(), table, telemetry));
    DynamoDbClient keys = keep(settings.tasks().dynamoDb());
    List<SubjectData> data = new ArrayList<>();
    // A result is found by its task; a pseudonym is what finds records, so it is the last.
    data.add(new SubjectResults(tasks.store(), new StoredResults(tasks.results())));
    data.add(new SubjectTasks(tasks.store(), tasks.book(), tasks.executions()));
    RedisEntryStore answers = keep(new RedisEntryStore(cache, clock));
    data.add(answers.ofSubjects());
    data.add(
        new SubjectPseudonyms(
            keys,
            subjects,
            new Pseudonyms(new DynamoDbSubjectKeys(keys, subjects), clock, telemetry)));
    this.erasures = new Erasures(store, data, new Tombstones(key), clock);
  }

  /** The erasures. */
  public Erasures erasures() {
    return erasures;
  }

  /** Ends all connections; it may be used no more. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("not all connections were ended", e);
      }
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /** Read each time. */
  private static Supplier<byte[]> key(Environment environment, InstantSource clock) {
    String secret = environment.text("SLUICE_ERASURE_KEY_SECRET", "");
    if (secret.isEmpty()) {
      Path file = Path.of(environment.required("SLUICE_ERASURE_KEY_FILE"));
      return () -> key(read(file), file.toString());
    }
    if (environment.path("SLUICE_ERASURE_KEY_FILE") != null) {
      throw new IllegalArgumentException(
          "the environment variables SLUICE_ERASURE_KEY_FILE and SLUICE_ERASURE_KEY_SECRET are both"
              + " set: leave one out");
    }
    SecretText text = SecretText.of(environment, secret, clock);
    return () -> key(text.get(), "the secret '" + secret + "'");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(file + " cannot be read as a key of erasures");
    }
  }

  /** Of {@code {"key": …}}, Base64. */
  private static byte[] key(String json, String where) {
    try {
      return Base64.getDecoder()
          .decode(JsonMapper.shared().readTree(json).path("key").asString(""));
    } catch (JacksonException | IllegalArgumentException e) {
      // The cause is left out: a parser quotes what it could not read.
      throw new IllegalStateException(
          where + " is no key of erasures: write {\"key\": …}, Base64 of 32 bytes or more");
    }
  }
}
