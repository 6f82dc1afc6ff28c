package dev.sluice.function.ops.erasure;

import static java.util.Objects.requireNonNull;

import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Environment;
import dev.sluice.call.secret.Secrets;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.control.aws.DynamoDbSwitchStore;
import dev.sluice.control.aws.SwitchSettings;
import dev.sluice.control.budget.SubjectBudgets;
import dev.sluice.control.off.SubjectSwitches;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.identity.subject.aws.DynamoDbSubjectKeys;
import dev.sluice.identity.subject.aws.SubjectPseudonyms;
import dev.sluice.secret.SecretSources;
import dev.sluice.task.SubjectTasks;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.task.aws.TaskSettings;
import dev.sluice.task.result.StoredResults;
import dev.sluice.task.result.SubjectResults;
import dev.sluice.telemetry.Telemetry;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Erasures over all stores that an environment names: the only place that lists them. No connection
 * is opened before the first call. Safe for use by several threads.
 */
public final class ErasureServices implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Erasures erasures;

  /**
   * What the environment names: of tasks what {@link TaskSettings} reads, of the cache {@link
   * RedisSettings}, of switches {@link SwitchSettings}, of secrets {@link SecretSources}; {@code
   * SLUICE_SUBJECTS_TABLE} with the keys of pseudonyms; {@code SLUICE_ERASURES_TABLE}. Throws
   * {@link IllegalArgumentException} naming the variable that is missing or wrong: a store that is
   * not named would not be erased.
   */
  public ErasureServices(Environment environment, InstantSource clock, Telemetry telemetry) {
    TaskSettings settings = TaskSettings.required(environment);
    String table = environment.required("SLUICE_ERASURES_TABLE");
    String subjects = environment.required("SLUICE_SUBJECTS_TABLE");
    Secrets secrets = SecretSources.of(environment, clock, telemetry);
    RedisSettings cache = cache(environment, clock);
    SwitchSettings off = switches(environment);
    TaskServices tasks = keep(TaskServices.of(settings, clock, telemetry));
    DynamoDbErasureStore store = keep(new DynamoDbErasureStore(settings.tasks(), table, telemetry));
    DynamoDbClient keys = keep(settings.tasks().dynamoDb());
    List<SubjectData> data = new ArrayList<>();
    // A result is found by its task; a pseudonym is what finds records, so it is the last.
    data.add(new SubjectResults(tasks.store(), new StoredResults(tasks.results())));
    data.add(new SubjectTasks(tasks.store(), tasks.book(), tasks.executions()));
    RedisEntryStore answers = keep(new RedisEntryStore(cache, clock));
    data.add(answers.ofSubjects());
    data.add(new SubjectBudgets(answers.counters(), clock));
    data.add(new SubjectSwitches(keep(new DynamoDbSwitchStore(off))));
    data.add(
        new SubjectPseudonyms(
            keys,
            subjects,
            new Pseudonyms(new DynamoDbSubjectKeys(keys, subjects), clock, telemetry)));
    this.erasures = new Erasures(store, data, new Tombstones(secrets), clock);
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

  private static RedisSettings cache(Environment environment, InstantSource clock) {
    var _ = environment.required("SLUICE_CACHE_URL");
    return requireNonNull(RedisSettings.of(environment, clock));
  }

  private static SwitchSettings switches(Environment environment) {
    var _ = environment.required("SLUICE_SWITCHES_TABLE");
    return requireNonNull(SwitchSettings.of(environment));
  }
}
