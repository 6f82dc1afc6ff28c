package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.gateway.Visitor.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Budgets all the way: HTTP, a token, the functions, Redis. */
class BudgetsIT {
  private static final int CALLS = 20;
  private static final int THREADS = 8;
  private static final int ROWS = 5;
  private static final String BUDGETS =
      """
      principal:
        calls_per_minute: %d
        rows_per_day: 1000
        bytes_per_day: 100000
        database_ms_per_day: 3600000
      tenant:
        calls_per_minute: 30
      """
          .formatted(CALLS);

  /** A store that is away costs a call 50 ms, and this machine may be busy. */
  private static final Duration MOST_OF_A_CALL = Duration.ofMillis(1_500);

  @TempDir private static Path folder;
  private static ControlledGateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = new ControlledGateway(folder, BUDGETS);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  /** What is counted by the minute is shown within one; where that ended meanwhile, once more. */
  private static void withinAMinute(Consumer<Visitor> shown) {
    for (int attempt = 1; ; attempt++) {
      long minute = minute();
      try {
        shown.accept(gateway.newcomer());
        if (minute == minute()) {
          return;
        }
      } catch (AssertionError e) {
        if (minute == minute() || attempt == 3) {
          throw e;
        }
      }
    }
  }

  private static long minute() {
    return Instant.now().getEpochSecond() / 60;
  }

  @Test
  void call_eightThreadsAtOnce_asManyAreAnsweredAsThereAre() {
    withinAMinute(
        one -> {
          List<Reply> replies = atOnce(List.of(one), 4 * CALLS);

          assertThat(replies).filteredOn(ControlledGateway::isAnswered).hasSize(CALLS);
          assertThat(replies).filteredOn(BudgetsIT::isOverBudget).hasSize(3 * CALLS);
        });
  }

  @Test
  void call_callersOfOneTenant_areBoundedTogether() {
    withinAMinute(
        one -> {
          List<Reply> replies =
              atOnce(List.of(one, gateway.visitor(one.tenant(), one.subject() + "-too")), 80);

          assertThat(replies).filteredOn(ControlledGateway::isAnswered).hasSize(30);
          assertThat(replies)
              .filteredOn(reply -> reply.body().contains("calls_per_minute of your tenant"))
              .isNotEmpty();
        });
  }

  @Test
  void call_overBudget_isToldWhatIsUsedUpAndWhenToComeBack() {
    withinAMinute(
        one -> {
          for (int i = 0; i < CALLS; i++) {
            assertThat(ControlledGateway.ask(one)).matches(ControlledGateway::isAnswered);
          }
          JsonNode over = ControlledGateway.ask(one).json().path("result");
          Instant next = Instant.ofEpochSecond((minute() + 1) * 60);

          assertThat(over.path("isError").asBoolean()).isTrue();
          assertThat(over.at("/content/0/text").asString())
              .matches(
                  "Over budget: the calls_per_minute of yours are used up: 20 of 20\\. Come back in"
                      + " \\d+ s, at "
                      + next
                      + "\\. get_budget tells what is left\\. Reference: \\S+");
          JsonNode told = over.path("structuredContent");
          assertThat(told.path("budget").asString()).isEqualTo("calls_per_minute");
          assertThat(told.path("resets_at").asString()).isEqualTo(next.toString());
          assertThat(told.path("retry_after_seconds").asInt()).isBetween(1, 60);
          JsonNode resource =
              one.modern(
                      "resources/read",
                      "sluice://relations/orders",
                      "{\"uri\":\"sluice://relations/orders\"}")
                  .json();
          assertThat(resource.at("/error/message").asString())
              .startsWith("Over budget: the calls_per_minute of yours are used up: 20 of 20.");
        });
  }

  @Test
  void getBudget_afterCalls_tellsWhatWasUsedAndCostsNothing() {
    withinAMinute(
        one -> {
          int rows = 0;
          for (int i = 0; i < 3; i++) {
            assertThat(ControlledGateway.ask(one)).matches(ControlledGateway::isAnswered);
            rows += ROWS;
          }
          for (int i = 0; i < 2 * CALLS; i++) {
            assertThat(used(one, "principal", "calls_per_minute")).isEqualTo(3);
          }
          assertThat(used(one, "principal", "rows_per_day")).isEqualTo(rows);
          assertThat(used(one, "principal", "bytes_per_day")).isBetween(300L, 900L);
          assertThat(used(one, "tenant", "calls_per_minute")).isEqualTo(3);
        });
  }

  @Test
  void call_redisKilled_isAnsweredWithinTheSameBudgetAndToldToItLater() {
    withinAMinute(
        one -> {
          for (int i = 0; i < 5; i++) {
            assertThat(ControlledGateway.ask(one)).matches(ControlledGateway::isAnswered);
          }
          gateway.redis().kill();
          try {
            assertBoundedHere(one);
          } finally {
            gateway.redis().restart();
          }
          // The store has forgotten all, and learns from whoever comes.
          assertThat(used(one, "principal", "calls_per_minute")).isEqualTo(CALLS);
          assertThat(used(one, "principal", "rows_per_day")).isEqualTo(CALLS * ROWS);
          awaitRedis(one);
          assertThat(ControlledGateway.ask(one)).matches(BudgetsIT::isOverBudget);
        });
  }

  @Test
  void call_redisFrozen_isAnsweredWithinTheSameBudgetAndInTime() {
    withinAMinute(
        one -> {
          for (int i = 0; i < 5; i++) {
            assertThat(ControlledGateway.ask(one)).matches(ControlledGateway::isAnswered);
          }
          gateway.redis().pause();
          try {
            assertBoundedHere(one);
          } finally {
            gateway.redis().resume();
          }
          awaitRedis(one);
          // What was sent to it may have been counted though nobody heard so.
          assertThat(used(one, "principal", "calls_per_minute"))
              .isGreaterThanOrEqualTo(CALLS)
              .isLessThan(CALLS + 5);
        });
  }

  private static void assertBoundedHere(Visitor one) {
    List<Long> millis = new ArrayList<>();
    for (int i = 5; i < CALLS; i++) {
      long startNanos = System.nanoTime();
      assertThat(ControlledGateway.ask(one)).matches(ControlledGateway::isAnswered);
      millis.add((System.nanoTime() - startNanos) / 1_000_000);
    }
    assertThat(ControlledGateway.ask(one)).matches(BudgetsIT::isOverBudget);
    System.err.println("calls while Redis is away, ms: " + millis);
    assertThat(Collections.max(millis)).isLessThan(MOST_OF_A_CALL.toMillis());
  }

  /** Until the counters are in the store again, and not in this environment alone. */
  private static void awaitRedis(Visitor one) {
    long endNanos = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!gateway.redis().ask("KEYS", "sluice:budget:*").contains("sluice:budget:")) {
      assertThat(System.nanoTime()).as("nobody counts in Redis again").isLessThan(endNanos);
      ControlledGateway.ask(one);
    }
  }

  @Test
  void task_ofSomebody_chargesWhatItReadsToThem() {
    withinAMinute(
        one -> {
          String id = ControlledGateway.startTask(one, "select r_regionkey, r_name from region");
          assertThat(ControlledGateway.ended(one, id).path("status").asString())
              .isEqualTo("completed");
          assertThat(used(one, "principal", "calls_per_minute")).isEqualTo(1);
          assertThat(used(one, "principal", "rows_per_day")).isEqualTo(ROWS);
          assertThat(used(one, "principal", "bytes_per_day")).isBetween(100L, 300L);
          assertThat(used(one, "principal", "database_ms_per_day")).isPositive();
        });
  }

  private static boolean isOverBudget(Reply reply) {
    return reply.body().contains("Over budget: the calls_per_minute of ");
  }

  private static long used(Visitor one, String of, String budget) {
    JsonNode budgets = one.tool("get_budget", "{}").json().at("/result/structuredContent/budgets");
    return budgets
        .valueStream()
        .filter(entry -> entry.path("of").asString().equals(of))
        .filter(entry -> entry.path("budget").asString().equals(budget))
        .mapToLong(entry -> entry.path("used").asLong())
        .findFirst()
        .orElseThrow(() -> new AssertionError(budget + " is not in " + budgets));
  }

  /** Each thread asks as the next of the visitors. */
  private static List<Reply> atOnce(List<Visitor> visitors, int calls) {
    List<Future<Reply>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < calls; i++) {
        Visitor one = visitors.get(i % visitors.size());
        asked.add(threads.submit(() -> ControlledGateway.ask(one)));
      }
    }
    return asked.stream().map(Future::resultNow).toList();
  }
}
