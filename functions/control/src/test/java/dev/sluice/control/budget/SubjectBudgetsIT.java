package dev.sluice.control.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.Amounts;
import dev.sluice.cache.Budget;
import dev.sluice.cache.CounterStore.Account;
import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Deadline;
import dev.sluice.call.Outage;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectDataException;
import dev.sluice.call.subject.Subjects;
import dev.sluice.servers.RedisServer;
import dev.sluice.telemetry.Telemetry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SubjectBudgetsIT {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Subject ALICE = new Subject("north", "alice");
  private static final Subject HER_NAMESAKE = new Subject("south", "alice");
  private static final Subject NOBODYS = new Subject("", "alice");
  private static final Amounts MUCH = new Amounts(1_000, 1_000, 1_000_000, 1_000_000);

  @TempDir private static Path folder;
  private static RedisServer server;
  private static RedisEntryStore store;

  private Ledger ledger;
  private SubjectBudgets data;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder);
    store =
        new RedisEntryStore(
            new RedisSettings(URI.create("redis://127.0.0.1:" + server.port()), false, null),
            CLOCK);
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @BeforeEach
  void count() {
    server.ask("FLUSHALL");
    ledger = new Ledger(store.counters(), new Outage(CLOCK), CLOCK, Telemetry.discarding());
    data = new SubjectBudgets(store.counters(), CLOCK);
    for (Subject one : List.of(ALICE, HER_NAMESAKE, NOBODYS)) {
      use(Accounts.of(one));
    }
    use(Accounts.tenant("north"));
  }

  @Test
  void erase_oneSubject_leavesItsTenantsCountersAndThoseOfItsNamesakes() throws Exception {
    assertThat(data.count(Subjects.only(ALICE), deadline())).isEqualTo(1);

    data.erase(Subjects.only(ALICE), deadline());
    data.erase(Subjects.only(ALICE), deadline());

    assertThat(data.count(Subjects.only(ALICE), deadline())).isZero();
    assertThat(server.ask("KEYS", "*")).doesNotContain(ALICE.hash());
    assertThat(server.ask("DBSIZE")).contains("3");
  }

  /** As a replay knows them. */
  @Test
  void erase_subjectsKnownByTheirHashAlone_findsThemWithATenantAndWithout() throws Exception {
    Subjects both =
        new Subjects() {
          @Override
          public boolean include(String hash, Instant since) {
            return hash.equals(ALICE.hash()) || hash.equals(NOBODYS.hash());
          }

          @Override
          public Optional<Subject> only() {
            return Optional.empty();
          }
        };
    assertThat(data.count(both, deadline())).isEqualTo(2);

    data.erase(both, deadline());

    assertThat(data.count(both, deadline())).isZero();
    assertThat(data.count(Subjects.only(HER_NAMESAKE), deadline())).isEqualTo(1);
  }

  /** What this environment knows of the subject is not written while the subject does not call. */
  @Test
  void erase_environmentThatCountedForTheSubject_writesNothingWhenOthersCall() throws Exception {
    data.erase(Subjects.only(ALICE), deadline());
    use(Accounts.of(HER_NAMESAKE));
    use(Accounts.tenant("north"));

    assertThat(data.count(Subjects.only(ALICE), deadline())).isZero();
  }

  @Test
  void export_oneSubject_tellsWhatWasUsedAndCountsNothing() throws Exception {
    Map<String, JsonNode> files = new TreeMap<>();
    for (int i = 0; i < 2; i++) {
      data.export(
          ALICE,
          (path, content) ->
              files.put(path, JsonMapper.shared().readTree(new String(content, UTF_8))),
          deadline());
    }

    assertThat(files).containsOnlyKeys("budgets.json");
    assertThat(Objects.requireNonNull(files.get("budgets.json")).path("rows_on_that_day").asInt())
        .isEqualTo(7);
  }

  @Test
  void count_storeThatIsAway_isAFailureAndNoZero() {
    try (RedisEntryStore away =
        new RedisEntryStore(
            new RedisSettings(URI.create("redis://127.0.0.1:1"), false, null), CLOCK)) {
      assertThatThrownBy(
              () ->
                  new SubjectBudgets(away.counters(), CLOCK)
                      .count(Subjects.only(ALICE), deadline()))
          .isInstanceOf(SubjectDataException.class)
          .hasMessageStartingWith("budgets: ");
    }
  }

  private void use(Account account) {
    var _ =
        ledger.count(
            List.of(new Ledger.Entry(account, new Amounts(0, 7, 70, 1), MUCH)),
            true,
            Budget.of(Duration.ofSeconds(5)));
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofMinutes(1), CLOCK);
  }
}
