package dev.sluice.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Deadline;
import dev.sluice.call.subject.Subject;
import dev.sluice.call.subject.SubjectData;
import dev.sluice.call.subject.Subjects;
import dev.sluice.servers.RedisCluster;
import dev.sluice.servers.RedisServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectAnswersIT {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Subject ALICE = new Subject("", "alice");
  private static final Subject BOB = new Subject("", "bob");

  @TempDir private static Path folder;
  private static RedisServer server;
  private static RedisEntryStore store;

  @BeforeAll
  static void start() {
    server = RedisServer.start(folder.resolve("one"));
    store = store(URI.create("redis://127.0.0.1:" + server.port()), false);
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Test
  void erase_oneSubject_leavesNoKeyWithItsHashAndTheOthersAnswers() throws Exception {
    server.ask("FLUSHALL");
    for (int i = 0; i < 1_200; i++) {
      keep(store, "a" + i, ALICE);
    }
    keep(store, "b", BOB);
    store.keep("shared", "x".getBytes(UTF_8), MINUTE, "tenant", null, budget());
    SubjectData held = store.ofSubjects();

    assertThat(held.count(Subjects.only(ALICE), deadline())).isEqualTo(1_200);
    held.erase(Subjects.only(ALICE), deadline());
    held.erase(Subjects.only(ALICE), deadline());

    assertThat(held.count(Subjects.only(ALICE), deadline())).isZero();
    assertThat(keys()).noneMatch(key -> key.contains(ALICE.hash()) || key.contains("{a"));
    assertThat(keys()).anyMatch(key -> key.contains(BOB.hash()));
    assertThat(store.find("b", List.of(), BOB.hash(), budget()).entry()).isNotNull();
    assertThat(store.find("shared", List.of(), "tenant", budget()).entry()).isNotNull();
  }

  @Test
  void erase_subjectsKnownByTheirHashAlone_findsThem() throws Exception {
    server.ask("FLUSHALL");
    keep(store, "a", ALICE);
    keep(store, "b", BOB);
    SubjectData held = store.ofSubjects();

    assertThat(held.count(hashed(ALICE), deadline())).isEqualTo(1);
    held.erase(hashed(ALICE), deadline());

    assertThat(held.count(hashed(ALICE), deadline())).isZero();
    assertThat(keys()).noneMatch(key -> key.contains(ALICE.hash()) || key.contains("{a"));
    assertThat(held.count(Subjects.only(BOB), deadline())).isEqualTo(1);
  }

  @Test
  void erase_inACluster_findsThemOnAllServers() throws Exception {
    try (RedisCluster cluster = RedisCluster.start(folder.resolve("cluster"));
        RedisEntryStore spread =
            store(URI.create("redis://127.0.0.1:" + cluster.servers().getFirst().port()), true)) {
      for (int i = 0; i < 30; i++) {
        keep(spread, "a" + i, ALICE);
        keep(spread, "b" + i, BOB);
      }
      SubjectData held = spread.ofSubjects();

      held.erase(hashed(ALICE), deadline());

      assertThat(held.count(hashed(ALICE), deadline())).isZero();
      assertThat(held.count(Subjects.only(BOB), deadline())).isEqualTo(30);
      assertThat(spread.find("a7", List.of(), "x", budget()).entry()).isNull();
      assertThat(spread.find("b7", List.of(), "x", budget()).entry()).isNotNull();
    }
  }

  /** As a replay knows them. */
  private static Subjects hashed(Subject subject) {
    return new Subjects() {
      @Override
      public boolean include(String hash, Instant since) {
        return hash.equals(subject.hash());
      }

      @Override
      public Optional<Subject> only() {
        return Optional.empty();
      }
    };
  }

  private static void keep(RedisEntryStore store, String key, Subject subject)
      throws StoreException {
    var _ = store.claim(key, "h", MINUTE, List.of(Question.subjectTag(subject.hash())), budget());
    store.keep(key, "x".getBytes(UTF_8), MINUTE, subject.hash(), subject.hash(), budget());
  }

  private static List<String> keys() {
    return server.ask("KEYS", "*").lines().filter(line -> !line.isEmpty()).toList();
  }

  private static RedisEntryStore store(URI url, boolean cluster) {
    return new RedisEntryStore(new RedisSettings(url, cluster, null), InstantSource.system());
  }

  private static Budget budget() {
    return Budget.of(Duration.ofSeconds(5));
  }

  private static Deadline deadline() {
    return Deadline.after(MINUTE, InstantSource.system());
  }
}
