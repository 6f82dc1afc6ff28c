package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.RecordingTelemetry;
import dev.sluice.testkit.tokens.TokenIssuer;
import dev.sluice.testkit.tokens.TokenIssuer.Manner;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 22 of facts/reliability.md, and what else an issuer may do. */
class IssuerKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
  private static final String RESOURCE = "https://mcp.example.com/mcp";

  private final SettableClock clock = new SettableClock(NOW);
  private final RecordingTelemetry recorded = new RecordingTelemetry();
  private TokenIssuer issuer;
  private TokenCheck check;

  @BeforeEach
  void start() throws IOException {
    issuer = TokenIssuer.start();
    check = new TokenCheck(TokenCheckTest.settings(issuer, TokenForm.JWT), clock, recorded);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  /** Everything that is not a set of keys. */
  static Stream<Manner> badManners() {
    return Stream.of(
        new Manner.Answers(500, "{}"),
        new Manner.Answers(404, "{}"),
        new Manner.Answers(200, "no"),
        new Manner.Answers(200, ""),
        new Manner.Answers(200, "[]"),
        new Manner.Answers(200, "{\"keys\": []}"),
        new Manner.Answers(200, "{\"keys\": 7}"),
        new Manner.Answers(200, "{\"keys\": [{\"kty\": \"RSA\"}]}"),
        new Manner.Answers(200, "{\"keys\": [" + "[".repeat(20_000)),
        new Manner.Answers(200, " ".repeat(HttpKeySource.MAX_BYTES + 1)),
        new Manner.Redirects(),
        new Manner.Drips(),
        new Manner.Hangs());
  }

  @ParameterizedTest
  @MethodSource("badManners")
  void fault22_issuerFails_oldKeysServeAndItIsAskedOnceAMinute(Manner manner) {
    assertThat(good()).isEqualTo("ACCEPTED");
    issuer.answer(manner);
    clock.advance(IssuerKeys.FRESH);
    long startNanos = System.nanoTime();
    String good = issuer.token(RESOURCE, clock.instant(), Map.of());
    for (int i = 0; i < 20; i++) {
      assertThat(TokenCheckTest.outcome(check, good)).isEqualTo("ACCEPTED");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - startNanos))
        .isLessThan(HttpKeySource.LIMIT.plusSeconds(2));
    assertThat(issuer.fetches()).isEqualTo(2);
    assertThat(issuer.strayFetches()).isZero();
    assertThat(recorded.sum(Metric.KEY_FETCH_FAILURES)).isEqualTo(1);
    assertThat(recorded.lines()).anyMatch(line -> line.event() == Event.KEYS_NOT_FETCHED);
  }

  @ParameterizedTest
  @MethodSource("badManners")
  void fault22_issuerFailsFromTheStart_nothingIsDecidedAndLaterItWorks(Manner manner) {
    issuer.answer(manner);
    assertThat(good()).isEqualTo("UNDECIDED");
    assertThat(good()).isEqualTo("UNDECIDED");
    assertThat(issuer.fetches()).isEqualTo(1);
    issuer.answer(new Manner.Publishes());
    clock.advance(IssuerKeys.PAUSE);
    assertThat(good()).isEqualTo("ACCEPTED");
  }

  @Test
  void fault22_floodOfUnknownNamesForAnHour_isAtMostOneFetchAMinute() {
    assertThat(good()).isEqualTo("ACCEPTED");
    List<String> flood = unknown(20);
    for (int second = 0; second < 3_600; second++) {
      clock.advance(Duration.ofSeconds(1));
      assertThat(TokenCheckTest.outcome(check, flood.get(second % flood.size())))
          .isEqualTo("UNKNOWN_KEY");
    }
    assertThat(good()).isEqualTo("ACCEPTED");
    assertThat(issuer.fetches()).isEqualTo(61);
  }

  @Test
  void fault22_floodFromManyThreads_isOneFetch() throws Exception {
    assertThat(good()).isEqualTo("ACCEPTED");
    clock.advance(IssuerKeys.PAUSE);
    String stranger = unknown(1).getFirst();
    String good = issuer.token(RESOURCE, NOW, Map.of());
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<String> outcome :
          threads.invokeAll(
              IntStream.range(0, 400)
                  .<Callable<String>>mapToObj(
                      i -> () -> TokenCheckTest.outcome(check, i % 2 == 0 ? stranger : good))
                  .toList())) {
        assertThat(outcome.get()).isIn("UNKNOWN_KEY", "ACCEPTED");
      }
    }
    assertThat(issuer.fetches()).isEqualTo(2);
  }

  @Test
  void fault22_floodWhileTheIssuerIsDown_keysServe() {
    assertThat(good()).isEqualTo("ACCEPTED");
    issuer.answer(new Manner.Answers(503, ""));
    String good = issuer.token(RESOURCE, NOW, Map.of());
    List<String> flood = unknown(20);
    for (int minute = 0; minute < 5; minute++) {
      clock.advance(IssuerKeys.PAUSE);
      for (String stranger : flood) {
        assertThat(TokenCheckTest.outcome(check, stranger)).isEqualTo("UNKNOWN_KEY");
        assertThat(TokenCheckTest.outcome(check, good)).isEqualTo("ACCEPTED");
      }
    }
    assertThat(issuer.fetches()).isEqualTo(6);
  }

  @Test
  void rotation_tokenOfTheNewKey_isAcceptedAtOnceAndTheOldOneNoMore() {
    assertThat(good()).isEqualTo("ACCEPTED");
    String old = issuer.token(RESOURCE, NOW, Map.of());
    clock.advance(IssuerKeys.PAUSE);
    issuer.rotate();
    assertThat(TokenCheckTest.outcome(check, old)).isEqualTo("ACCEPTED");
    assertThat(TokenCheckTest.outcome(check, issuer.tokenOfNextKey(RESOURCE, NOW)))
        .isEqualTo("ACCEPTED");
    assertThat(TokenCheckTest.outcome(check, old)).isEqualTo("UNKNOWN_KEY");
    assertThat(issuer.fetches()).isEqualTo(2);
  }

  @Test
  void rotation_nobodyUsesTheNewKey_oldOneIsGoneWhenKeysHaveAged() {
    assertThat(good()).isEqualTo("ACCEPTED");
    issuer.rotate();
    clock.advance(IssuerKeys.FRESH);
    assertThat(good()).isEqualTo("UNKNOWN_KEY");
  }

  @Test
  void outage_longerThanKeysAreBelieved_nothingIsDecided() {
    assertThat(good()).isEqualTo("ACCEPTED");
    issuer.answer(new Manner.Answers(503, ""));
    clock.advance(IssuerKeys.USABLE.minusSeconds(1));
    String lasting =
        issuer.token(RESOURCE, NOW, Map.of("exp", NOW.plus(Duration.ofDays(9)).getEpochSecond()));
    assertThat(TokenCheckTest.outcome(check, lasting)).isEqualTo("ACCEPTED");
    clock.advance(Duration.ofSeconds(1));
    assertThat(TokenCheckTest.outcome(check, lasting)).isEqualTo("UNDECIDED");
  }

  @Test
  void noThread_outlivesAFetch() throws InterruptedException {
    assertThat(good()).isEqualTo("ACCEPTED");
    for (int i = 0; i < 50 && hasClientThread(); i++) {
      Thread.sleep(100);
    }
    assertThat(hasClientThread()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/keys",
        "http://127.0.0.1.example/keys",
        "ftp://127.0.0.1/keys",
        "file:///etc/passwd",
        "https://user@issuer.example/keys",
        "https://issuer.example/keys#x",
        "//issuer.example/keys",
        "keys"
      })
  void settings_unsafeAddress_isRefused(String address) {
    assertThatThrownBy(() -> settings(address, true))
        .hasMessageContaining("https://HOST/jwks.json");
  }

  @Test
  void settings_loopback_isForALaptopOnly() {
    assertThat(settings("http://127.0.0.1:1/keys", true).loopback()).isTrue();
    assertThatThrownBy(() -> settings("http://127.0.0.1:1/keys", false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "none", "RS512", ""})
  void settings_algorithmThatIsNotAllowed_isRefused(String algorithm) {
    assertThatThrownBy(
            () ->
                new IssuerSettings(
                    "https://issuer.example",
                    URI.create("https://issuer.example/keys"),
                    RESOURCE,
                    Set.of(),
                    Set.of(),
                    TokenForm.JWT,
                    Set.of("RS256", algorithm),
                    Duration.ZERO,
                    "scope",
                    null,
                    false))
        .hasMessageContaining("write some of RS256, PS256, ES256, EdDSA");
  }

  private static IssuerSettings settings(String keys, boolean loopback) {
    return new IssuerSettings(
        "https://issuer.example",
        URI.create(keys),
        RESOURCE,
        Set.of(),
        Set.of(),
        TokenForm.JWT,
        IssuerSettings.ALGORITHMS,
        Duration.ZERO,
        "scope",
        null,
        loopback);
  }

  private List<String> unknown(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> issuer.tokenOfUnknownKey(RESOURCE, NOW, "kid-" + i))
        .toList();
  }

  private String good() {
    return TokenCheckTest.outcome(check, issuer.token(RESOURCE, clock.instant(), Map.of()));
  }

  private static boolean hasClientThread() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("HttpClient-"));
  }
}
