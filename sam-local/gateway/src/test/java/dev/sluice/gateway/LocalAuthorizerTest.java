package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.gateway.LocalAuthorizer.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LocalAuthorizerTest {
  private static final String CALL = "arn:aws:execute-api:local:0:sluice/local/POST/mcp";
  private static final String OTHER = "arn:aws:execute-api:local:0:sluice/local/GET/mcp";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-26T04:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void decide_noIdentity_isUnauthorizedAndNobodyIsAsked() {
    LocalAuthorizer authorizer = authorizer(Duration.ZERO, answering("Allow", "*"));
    assertThat(decide(authorizer, List.of(), CALL)).isInstanceOf(Decision.Unauthorized.class);
    assertThat(decide(authorizer, List.of("", " "), CALL))
        .isInstanceOf(Decision.Unauthorized.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void decide_allowed_contextIsTheFunctions() {
    assertThat(decide(authorizer(Duration.ZERO, answering("Allow", CALL)), List.of("a"), CALL))
        .isEqualTo(new Decision.Allowed(Map.of("principalId", "ada", "tenant", "BUILDING")));
  }

  @Test
  void decide_eventOfTheAuthorizer_hasNoBodyAndSaysWhatIsAsked() {
    AtomicReference<String> seen = new AtomicReference<>("");
    LocalAuthorizer authorizer =
        authorizer(
            Duration.ZERO,
            (input, output, _) -> {
              seen.set(new String(input.readAllBytes(), UTF_8));
              output.write(answer("Allow", "*").getBytes(UTF_8));
            });
    decide(authorizer, List.of("a"), CALL);
    assertThat(seen.get())
        .contains("\"type\":\"REQUEST\"", "\"methodArn\":\"" + CALL + "\"", "\"path\":\"/mcp\"")
        .doesNotContain("body", "secret");
  }

  @Test
  void decide_answersAreNotKept_isAskedEachTime() {
    LocalAuthorizer authorizer = authorizer(LocalAuthorizer.DEPLOYED_TTL, answering("Allow", "*"));
    for (int i = 0; i < 3; i++) {
      decide(authorizer, List.of("a"), CALL);
    }
    assertThat(asked).hasValue(3);
  }

  @Test
  void decide_answersAreKept_isAskedOnceForEachIdentityUntilTheyEnd() {
    LocalAuthorizer authorizer = authorizer(Duration.ofMinutes(5), answering("Allow", "*"));
    for (int i = 0; i < 3; i++) {
      decide(authorizer, List.of("a"), CALL);
      decide(authorizer, List.of("b"), CALL);
    }
    assertThat(asked).hasValue(2);
    now.updateAndGet(then -> then.plus(Duration.ofMinutes(5)));
    decide(authorizer, List.of("a"), CALL);
    assertThat(asked).hasValue(3);
  }

  /** Why ours are not kept: what is kept was said of one thing, and then goes for another. */
  @Test
  void decide_keptAnswerOfOneMethod_deniesAnother() {
    LocalAuthorizer authorizer = authorizer(Duration.ofMinutes(5), answering("Allow", CALL));
    assertThat(decide(authorizer, List.of("a"), CALL)).isInstanceOf(Decision.Allowed.class);
    assertThat(decide(authorizer, List.of("a"), OTHER)).isInstanceOf(Decision.Denied.class);
    assertThat(asked).hasValue(1);
  }

  @ParameterizedTest
  @CsvSource({
    "Allow, *, true",
    "Allow, arn:aws:execute-api:local:0:sluice/local/*, true",
    "Allow, arn:aws:execute-api:local:0:sluice/*/POST/mcp, true",
    "Allow, arn:aws:execute-api:local:0:sluice/local/POST/mcp2, false",
    "Allow, arn:aws:execute-api:local:0:sluice/local/POST, false",
    "Deny, *, false",
    "Other, *, false"
  })
  void decide_policy_isReadAsIamDoes(String effect, String resource, boolean allowed) {
    Decision decision =
        decide(authorizer(Duration.ZERO, answering(effect, resource)), List.of("a"), CALL);
    assertThat(decision instanceof Decision.Allowed).isEqualTo(allowed);
    assertThat(decision instanceof Decision.Denied).isEqualTo(!allowed);
  }

  @Test
  void decide_failsWithUnauthorized_is401AndAnyOtherFailureIsNot() {
    assertThat(decide(authorizer(Duration.ZERO, failing("Unauthorized")), List.of("a"), CALL))
        .isInstanceOf(Decision.Unauthorized.class);
    for (String other : List.of("unauthorized", "Unauthorized.", "")) {
      assertThat(decide(authorizer(Duration.ZERO, failing(other)), List.of("a"), CALL))
          .isInstanceOf(Decision.Failed.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no",
        "{}",
        "[]",
        "null",
        "{\"principalId\":\"ada\"}",
        "{\"policyDocument\":{\"Statement\":[]}}"
      })
  void decide_noAnswer_isAFailure(String answer) {
    RequestStreamHandler handler = (_, output, _) -> output.write(answer.getBytes(UTF_8));
    assertThat(decide(authorizer(Duration.ZERO, handler), List.of("a"), CALL))
        .isInstanceOf(Decision.Failed.class);
  }

  @Test
  void decide_hangs_isAFailure() {
    RequestStreamHandler handler =
        (_, _, _) -> {
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    assertThat(decide(authorizer(Duration.ZERO, handler), List.of("a"), CALL))
        .isEqualTo(new Decision.Failed("it timed out"));
  }

  private LocalAuthorizer authorizer(Duration ttl, RequestStreamHandler handler) {
    RequestStreamHandler counting =
        (input, output, context) -> {
          asked.incrementAndGet();
          handler.handleRequest(input, output, context);
        };
    return new LocalAuthorizer(new LocalFunction(counting, Duration.ofSeconds(1)), ttl, now::get);
  }

  private static RequestStreamHandler answering(String effect, String resource) {
    return (_, output, _) -> output.write(answer(effect, resource).getBytes(UTF_8));
  }

  private static RequestStreamHandler failing(String message) {
    return (_, _, _) -> {
      throw new IllegalStateException(message);
    };
  }

  private static String answer(String effect, String resource) {
    return """
        {"principalId": "ada", "context": {"tenant": "BUILDING"}, "policyDocument": {"Statement":
         [{"Action": "execute-api:Invoke", "Effect": "%s", "Resource": "%s"}]}}
        """
        .formatted(effect, resource);
  }

  private static Decision decide(
      LocalAuthorizer authorizer, List<String> identity, String methodArn) {
    ObjectNode event = JsonMapper.shared().createObjectNode().put("path", "/mcp");
    event.put("body", "secret").put("isBase64Encoded", false);
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    authorizer.decide(identity, event, methodArn, "request-1", decision::complete);
    return decision.join();
  }
}
