package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FunctionProcessIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir static Path folder;
  private static Path zip;

  @BeforeAll
  static void packageTheProbe() throws IOException, URISyntaxException {
    zip = Packages.probe(folder);
  }

  @Test
  void invoke_handlerAnswers_answerWithItsTime() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults())) {
      Outcome.Answer answer = function.invoke(bytes("hello")).answer();

      assertThat(answer.text()).isEqualTo("hello");
      assertThat(answer.tookNanos()).isBetween(1L, LIMIT.toNanos());
    }
  }

  @Test
  void queue_severalEvents_answeredEachByItsOwn() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults().withFreezeBetweenCalls())) {
      List<Invocation> invocations =
          List.of(
              function.queue(bytes("one")),
              function.queue(bytes("two")),
              function.queue(bytes("three")));

      assertThat(invocations)
          .extracting(invocation -> invocation.await().answer().text())
          .containsExactly("one", "two", "three");
    }
  }

  @Test
  void invoke_context_showsWhatIsConfigured() throws Exception {
    FunctionOptions options =
        FunctionOptions.defaults()
            .withFunctionName("probe")
            .withMemoryMegabytes(512)
            .withTimeout(Duration.ofSeconds(7))
            .withEnvironment(Map.of("OF_MINE", "1"));
    try (FunctionProcess function = start(options)) {
      Invocation invocation = function.queue(bytes("context"));
      String[] context = invocation.await().answer().text().split(" ", -1);
      String environment = function.invoke(bytes("environment")).answer().text();

      assertThat(context).startsWith(invocation.id(), "probe", "512");
      assertThat(Integer.parseInt(context[3])).isBetween(5_000, 7_000);
      assertThat(environment)
          .contains("OF_MINE=1", "TZ=:UTC", "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand")
          .doesNotContain("HOME=");
    }
  }

  @Test
  void invoke_handlerThrows_functionErrorAndNextCallWorks() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults())) {
      Outcome outcome = function.invoke(bytes("throw"));

      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.FunctionError.class,
              error -> {
                assertThat(error.type()).isEqualTo("java.lang.IllegalStateException");
                assertThat(error.message()).isEqualTo("asked to throw");
                assertThat(error.body()).contains("ProbeHandler");
              });
      assertThat(function.invoke(bytes("on")).answer().text()).isEqualTo("on");
    }
  }

  @Test
  void invoke_responseAboveSixMegabytes_functionError() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults())) {
      assertThat(function.invoke(bytes("too much"))).isInstanceOf(Outcome.FunctionError.class);
    }
  }

  @Test
  void invoke_processEnds_failsAtOnceWithItsOutput() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults())) {
      FunctionFailure failure = failure(() -> function.invoke(bytes("halt")));

      assertThat(failure.kind()).isEqualTo(FunctionFailure.Kind.EXITED);
      assertThat(failure).hasMessageContaining("exit status 3").hasMessageContaining("last words");
      assertThat(failure(() -> function.invoke(bytes("again"))).kind())
          .isEqualTo(FunctionFailure.Kind.EXITED);
    }
  }

  @Test
  void invoke_timeoutPasses_timedOut() throws Exception {
    FunctionOptions options = FunctionOptions.defaults().withTimeout(Duration.ofMillis(300));
    try (FunctionProcess function = start(options)) {
      assertThat(failure(() -> function.invoke(bytes("hang"))).kind())
          .isEqualTo(FunctionFailure.Kind.TIMED_OUT);
    }
  }

  @Test
  void awaitReady_constructorThrows_initErrorWithOutput() throws Exception {
    try (FunctionProcess function = start(failingIn("constructor"))) {
      FunctionFailure failure = failure(() -> function.awaitReady(LIMIT));

      assertThat(failure.kind()).isEqualTo(FunctionFailure.Kind.INIT_ERROR);
      assertThat(failure).hasMessageContaining("asked to fail in constructor");
      assertThat(function.output()).contains("ProbeHandler.<init>");
    }
  }

  @Test
  void awaitReady_handlerIsMissing_saysSo() throws Exception {
    try (FunctionProcess function =
        FunctionProcess.start(zip, "no.Such", FunctionOptions.defaults())) {
      assertThat(function.invoke(bytes("x")))
          .isInstanceOfSatisfying(
              Outcome.FunctionError.class, error -> assertThat(error.body()).contains("no.Such"));
    }
  }

  @Test
  void invoke_frozenBetweenCalls_nothingRunsMeanwhile() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults().withFreezeBetweenCalls())) {
      long before = ticks(function);
      assertThat(function.isFrozen()).isTrue();
      // Not a wait for something: this is the time in which nothing may happen.
      Thread.sleep(Duration.ofMillis(400));
      assertThat(function.isFrozen()).isTrue();
      long after = ticks(function);

      assertThat(after - before).as("ticks of 1 ms in 400 ms of freeze").isLessThan(100);
      assertThat(function.isFrozen()).isTrue();
    }
  }

  @Test
  void invoke_notFrozen_backgroundThreadRunsOn() throws Exception {
    try (FunctionProcess function = start(FunctionOptions.defaults())) {
      long before = ticks(function);
      long started = System.nanoTime();
      long after = before;
      while (after - before < 100 && System.nanoTime() - started < LIMIT.toNanos()) {
        after = ticks(function);
      }

      assertThat(function.isFrozen()).isFalse();
      assertThat(after - before).isGreaterThanOrEqualTo(100);
    }
  }

  @Test
  void start_twoAtOnce_eachHasItsOwnProcess() throws Exception {
    FunctionOptions options = FunctionOptions.defaults().withSnapStart();
    try (FunctionProcess first = start(options.withFunctionName("first"));
        FunctionProcess second = start(options.withFunctionName("second"))) {
      first.awaitCheckpoint(LIMIT);
      second.awaitCheckpoint(LIMIT);
      first.restore();
      second.restore();
      String one = first.invoke(bytes("context")).answer().text();
      String two = second.invoke(bytes("context")).answer().text();

      assertThat(one).contains(" first ");
      assertThat(two).contains(" second ");
      assertThat(first.pid()).isNotEqualTo(second.pid());
    }
  }

  @Test
  void close_frozenProcess_ended() throws Exception {
    FunctionProcess function = start(FunctionOptions.defaults().withFreezeBetweenCalls());
    function.invoke(bytes("x")).answer();
    ProcessHandle process = ProcessHandle.of(function.pid()).orElseThrow();

    function.close();
    function.close();

    assertThat(process.isAlive()).isFalse();
    assertThatThrownBy(() -> function.invoke(bytes("x"))).isInstanceOf(FunctionFailure.class);
  }

  private static FunctionProcess start(FunctionOptions options) throws IOException {
    return FunctionProcess.start(zip, Packages.PROBE, options);
  }

  private static FunctionOptions failingIn(String place) {
    return FunctionOptions.defaults().withEnvironment(Map.of(ProbeHandler.FAIL_IN, place));
  }

  private static long ticks(FunctionProcess function) throws InterruptedException {
    return Long.parseLong(function.invoke(bytes("ticks")).answer().text());
  }

  private static FunctionFailure failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(FunctionFailure.class, call);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
