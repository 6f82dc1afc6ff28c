package dev.sluice.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.testkit.tokens.TokenCase;
import dev.sluice.testkit.tokens.TokenCases;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-26T04:00:00Z");
  private static final String RESOURCE = "https://mcp.example.com/mcp";
  private static TokenIssuer issuer;

  @BeforeAll
  static void start() throws IOException {
    issuer = TokenIssuer.start();
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @TestFactory
  Stream<DynamicTest> check_everyKindOfToken_comesToWhatIsExpected() {
    TokenCheck check = check(TokenForm.JWT, InstantSource.fixed(NOW));
    List<TokenCase> cases = TokenCases.of(issuer, RESOURCE, NOW);
    assertThat(cases).hasSizeGreaterThan(150).extracting(TokenCase::name).doesNotHaveDuplicates();
    return cases.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name(), () -> assertThat(outcome(check, one)).isEqualTo(one.expected())));
  }

  @Test
  void check_allOfThem_askTheIssuerOnceAndNobodyElse() throws IOException {
    try (TokenIssuer fresh = TokenIssuer.start()) {
      TokenCheck check =
          new TokenCheck(
              settings(fresh, TokenForm.JWT), InstantSource.fixed(NOW), Telemetry.discarding());
      for (TokenCase one : TokenCases.of(fresh, RESOURCE, NOW)) {
        assertThat(outcome(check, one)).as(one.name()).isEqualTo(one.expected());
      }
      assertThat(fresh.fetches()).isEqualTo(1);
      assertThat(fresh.strayFetches()).isZero();
    }
  }

  @Test
  void check_goodToken_isItsPrincipal() {
    String token = issuer.token(RESOURCE, NOW, Map.of("tenant", "BUILDING"));
    assertThat(check(TokenForm.JWT, InstantSource.fixed(NOW)).check(token))
        .isEqualTo(
            new TokenOutcome.Accepted(
                new Principal("ada", "BUILDING", Set.of("orders.read", "sql.query"), false)));
  }

  @ParameterizedTest
  @CsvSource({
    "exp, -29, ACCEPTED",
    "exp, -30, EXPIRED",
    "nbf, 30, ACCEPTED",
    "nbf, 31, NOT_YET",
    "iat, 30, ACCEPTED",
    "iat, 31, NOT_YET"
  })
  void check_timeAtTheEdge_isExact(String claim, long seconds, String expected) {
    String token = issuer.token(RESOURCE, NOW, Map.of(claim, NOW.getEpochSecond() + seconds));
    assertThat(outcome(check(TokenForm.JWT, InstantSource.fixed(NOW)), token)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {
        "at+jwt, ACCEPTED",
        "AT+JWT, ACCEPTED",
        "application/at+jwt, ACCEPTED",
        "JWT, TYPE",
        "absent, TYPE"
      })
  void check_formAtJwt_wantsTheType(@Nullable String type, String expected) {
    String token = issuer.tokenOfType(type, RESOURCE, NOW, Map.of());
    assertThat(outcome(check(TokenForm.AT_JWT, InstantSource.fixed(NOW)), token))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {
        // token_use, aud, client_id
        "access, absent, client-1, ACCEPTED",
        "access, absent, client-2, AUDIENCE",
        "access, absent, absent, AUDIENCE",
        "access, https://mcp.example.com/mcp, client-2, ACCEPTED",
        "access, https://other.example/mcp, client-1, AUDIENCE",
        "id, client-1, absent, USE",
        "id, https://mcp.example.com/mcp, client-1, USE",
        "absent, https://mcp.example.com/mcp, client-1, USE"
      })
  void check_formCognito_goesByUseThenAudienceOrClient(
      @Nullable String use, @Nullable String audience, @Nullable String client, String expected) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    changes.put("token_use", use);
    changes.put("aud", audience);
    changes.put("client_id", client);
    String token = issuer.token(RESOURCE, NOW, changes);
    assertThat(outcome(check(TokenForm.COGNITO, InstantSource.fixed(NOW)), token))
        .isEqualTo(expected);
  }

  @Test
  void check_formCognito_takesTheResourceOffItsScopes() {
    String token =
        issuer.token(
            RESOURCE,
            NOW,
            Map.of("token_use", "access", "scope", RESOURCE + "/orders.read other/x openid"));
    TokenOutcome outcome = check(TokenForm.COGNITO, InstantSource.fixed(NOW)).check(token);
    assertThat(((TokenOutcome.Accepted) outcome).principal().scopes())
        .containsExactlyInAnyOrder("orders.read", "other/x", "openid");
  }

  static IssuerSettings settings(TokenIssuer issuer, TokenForm form) {
    return new IssuerSettings(
        issuer.name(),
        issuer.keysAddress(),
        RESOURCE,
        Set.of("sluice"),
        Set.of("client-1"),
        form,
        IssuerSettings.ALGORITHMS,
        Duration.ofSeconds(30),
        "scope",
        "tenant",
        true);
  }

  private static TokenCheck check(TokenForm form, InstantSource clock) {
    return new TokenCheck(settings(issuer, form), clock, Telemetry.discarding());
  }

  private static String outcome(TokenCheck check, TokenCase one) {
    String token = BearerHeader.token(one.authorization());
    return token == null ? Reason.NO_SINGLE_BEARER.name() : outcome(check, token);
  }

  static String outcome(TokenCheck check, String token) {
    return switch (check.check(token)) {
      case TokenOutcome.Accepted _ -> TokenCase.ACCEPTED;
      case TokenOutcome.Rejected rejected -> rejected.reason().name();
      case TokenOutcome.Undecided _ -> "UNDECIDED";
    };
  }
}
