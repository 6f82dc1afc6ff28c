package dev.sluice.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.call.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Duration PROMPTLY = Duration.ofSeconds(5);

  @ParameterizedTest
  @ValueSource(strings = {"", " ", ";", ";;", "-- nothing", "/* nothing */"})
  void judge_noStatement_isRefused(String text) {
    assertThat(refused(text).construct()).isEqualTo("the number of statements");
  }

  @Test
  void judge_nulCharacter_isRefused() {
    assertThat(refused("select 1\0; drop table orders").construct()).isEqualTo("the text");
  }

  @Test
  void judge_halfACharacter_isRefused() {
    assertThat(refused("select '\uD83D'").construct()).isEqualTo("the text");
  }

  @Test
  void judge_tooManyBytes_namesTheLimit() {
    String text = "select '" + "€".repeat(6_000) + "'";

    assertThat(refused(text).reason()).isEqualTo("it has more than 16384 bytes");
  }

  @Test
  void judge_listOfAMegabyte_isRefusedAtOnce() {
    String text = "select 1 where 1 in (" + "1,".repeat(500_000) + "1)";

    assertThat(promptly(text).construct()).isEqualTo("the length of the statement");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "+1", "1,", "case when ", "not "})
  void judge_aWordEightThousandTimes_isRefusedAtOnce(String word) {
    assertThat(promptly("select " + word.repeat(16_000 / word.length())).construct())
        .isIn("the size of the statement", "the syntax");
  }

  @Test
  void judge_listOfAThousandTexts_isAllowed() {
    String list =
        IntStream.range(0, 1_000).mapToObj(i -> "'#" + i + "'").collect(Collectors.joining(", "));

    assertThat(allowed("select 1 from orders where o_clerk in (" + list + ")")).isTrue();
  }

  @Test
  void judge_longSum_isRefusedForItsDepth() {
    assertThat(refused("select 1" + "+1".repeat(300)).construct())
        .isEqualTo("the depth of the statement");
    assertThat(refused("select 1" + "+1".repeat(1_500)).construct())
        .isEqualTo("the depth of the statement");
    assertThat(allowed("select 1" + "+1".repeat(100))).isTrue();
  }

  @Test
  void judge_moreThanTheParserCanTake_isRefusedAndTheNextIsJudged() {
    Judge wide = judge(60_000, 60_000, 60_000, 1);
    String parentheses = "(".repeat(11_000) + "1" + ")".repeat(11_000);

    assertThat(wide.judge("select " + parentheses, Tpch.OPEN, Use.AD_HOC, minute()))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(wide.judge("select 1", Tpch.OPEN, Use.AD_HOC, minute()))
        .isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void judge_manyParts_namesTheLimit() {
    Verdict verdict =
        judge(1_000, 1_000, 50, 1)
            .judge("select 1" + ", 1".repeat(40), Tpch.OPEN, Use.AD_HOC, minute());

    assertThat(verdict)
        .asInstanceOf(type(Verdict.Refused.class))
        .returns("it has more than 50 parts", Verdict.Refused::reason);
  }

  @Test
  void judge_manyJoins_namesTheLimit() {
    String relations =
        IntStream.range(0, 26).mapToObj(i -> "region r" + i).collect(Collectors.joining(", "));

    assertThat(refused("select 1 from " + relations).reason())
        .isEqualTo("it joins more than 24 times");
  }

  @Test
  void judge_columnsThatDouble_areRefusedBeforeTheyGrow() {
    StringBuilder text = new StringBuilder("with w0 as (select * from orders)");
    for (int i = 1; i <= 20; i++) {
      text.append(", w").append(i).append(" as (select a.*, b.* from w").append(i - 1);
      text.append(" a join w").append(i - 1).append(" b on true)");
    }

    assertThat(promptly(text + " select 1").construct())
        .isIn("the select list", "the joins of the statement");
  }

  @Test
  void judge_expiredDeadline_isRefusedAndJudgedAnewLater() {
    Deadline past = Deadline.after(Duration.ZERO, InstantSource.system());
    String statement = "select 'after its deadline'";

    assertThat(Tpch.JUDGE.judge(statement, Tpch.OPEN, Use.AD_HOC, past))
        .asInstanceOf(type(Verdict.Refused.class))
        .returns("the time of the call", Verdict.Refused::construct);
    assertThat(allowed(statement)).isTrue();
  }

  @Test
  void judge_deadlineWhileParsing_abortsAndMakesAnotherParser() {
    Judge wide = judge(2_000_000, 2_000_000, 2_000_000, 10);
    String text = "select 1 where 1 in (" + "1,".repeat(900_000) + "1)";
    assertThat(wide.judge("select 1", Tpch.OPEN, Use.AD_HOC, minute()))
        .isInstanceOf(Verdict.Allowed.class);

    long start = System.nanoTime();
    Verdict late =
        wide.judge(
            text,
            Tpch.OPEN,
            Use.AD_HOC,
            Deadline.after(Duration.ofMillis(200), InstantSource.system()));
    // The only parser was at work: this waits for it to have ended.
    Verdict next = wide.judge("select 2", Tpch.OPEN, Use.AD_HOC, minute());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
    assertThat(late)
        .asInstanceOf(type(Verdict.Refused.class))
        .returns("the time of the call", Verdict.Refused::construct);
    assertThat(next).isInstanceOf(Verdict.Allowed.class);
  }

  @Test
  void judge_keptVerdicts_areBounded() {
    Judge small = judge(1_000, 1_000, 1_000, 2);
    Verdict first = small.judge("select 1", Tpch.OPEN, Use.AD_HOC, minute());
    assertThat(small.judge("select 1", Tpch.OPEN, Use.AD_HOC, minute())).isSameAs(first);

    List.of("select 2", "select 3", "select 4")
        .forEach(text -> small.judge(text, Tpch.OPEN, Use.AD_HOC, minute()));

    assertThat(small.judge("select 1", Tpch.OPEN, Use.AD_HOC, minute())).isNotSameAs(first);
  }

  @Test
  void judge_severalThreads_allGetTheirOwnVerdict() throws Exception {
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      int number = i;
      calls.add(() -> allowed("select " + number + ", count(*) from nation"));
      calls.add(() -> !allowed("select " + number + ", count(*) from secrets"));
    }
    Collections.shuffle(calls, new Random(7));
    try (var threads = Executors.newFixedThreadPool(6)) {
      for (Future<Boolean> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isTrue();
      }
    }
  }

  private static Judge judge(int textBytes, int words, int nodes, int keptVerdicts) {
    return new Judge(
        new Limits(textBytes, words, nodes, 200, 24, 1_664, 1_000_000, keptVerdicts, 1));
  }

  private static boolean allowed(String text) {
    return Tpch.judge(text, Tpch.OPEN, Use.AD_HOC) instanceof Verdict.Allowed;
  }

  private static Verdict.Refused promptly(String text) {
    long start = System.nanoTime();
    Verdict.Refused refused = refused(text);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PROMPTLY);
    return refused;
  }

  private static Verdict.Refused refused(String text) {
    Verdict verdict = Tpch.judge(text, Tpch.OPEN, Use.AD_HOC);
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return (Verdict.Refused) verdict;
  }

  private static Deadline minute() {
    return Deadline.after(Duration.ofMinutes(1), InstantSource.system());
  }
}
