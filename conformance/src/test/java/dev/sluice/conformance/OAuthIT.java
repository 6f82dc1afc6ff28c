package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.npm.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From a URL to rows, by RFC 9728 and with others' OAuth: the TypeScript clients against {@code
 * ./sluice up --auth} and its issuer.
 */
class OAuthIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path SCRIPT = Stage.HOME.resolve("src/test/node/oauth.mjs");
  private static final String METADATA = "/.well-known/oauth-protected-resource/mcp";

  @TempDir private static Path cache;
  private static UpProcess up;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.start(cache, "--auth");
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void walk_withoutAToken_leadsToRows(String client) throws Exception {
    JsonNode did = run(client, "walk");
    List<JsonNode> seen = did.get("seen").valueStream().toList();
    assertThat(seen.getFirst().get("status").asInt()).isEqualTo(401);
    assertThat(seen.getFirst().get("bearing").asBoolean()).isFalse();
    assertThat(seen.getFirst().get("challenge").asString())
        .isEqualTo(
            "Bearer scope=\"openid sql.query\", resource_metadata=\""
                + up.endpoint().resolve(METADATA)
                + "\"");
    assertThat(seen.get(1).get("to").asString()).isEqualTo(METADATA);
    assertThat(seen.get(1).get("status").asInt()).isEqualTo(200);
    assertThat(seen.get(2).get("to").asString())
        .startsWith("issuer /")
        .contains("/.well-known/oauth-authorization-server");
    assertThat(seen.stream().map(one -> one.get("to").asString()).toList())
        .as("the issuer offers no registration, and nobody tries it")
        .noneMatch(path -> path.contains("register"));
    assertAsked(did.get("asked"));
    JsonNode exchange =
        seen.stream().filter(one -> one.has("grant")).reduce((_, last) -> last).orElseThrow();
    assertThat(exchange.get("grant").asString()).isEqualTo("authorization_code");
    assertThat(exchange.get("verifier").asBoolean()).isTrue();
    assertThat(exchange.get("resource").asString()).isEqualTo(up.endpoint().toString());
    assertThat(did.get("error").asString()).isEqualTo("UnauthorizedError");
    assertRows(did);
    assertThat(seen.getLast().get("bearing").asBoolean()).isTrue();
    assertThat(seen.getLast().get("to").asString()).isEqualTo("/mcp");
  }

  /** Clients of older revisions name no tool in their headers, and are told in the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"v2"})
  void stepUp_tokenOfTooFewScopes_isAskedForAgainAndLeadsToRows(String client) throws Exception {
    JsonNode did = run(client, "step-up");
    assertThat(did.get("before").asString()).contains("parts.read").doesNotContain("sql.query");
    JsonNode refused =
        did.get("seen")
            .valueStream()
            .filter(one -> one.get("status").asInt() == 403)
            .findFirst()
            .orElseThrow();
    assertThat(refused.get("bearing").asBoolean()).isTrue();
    assertThat(refused.get("challenge").asString())
        .startsWith("Bearer error=\"insufficient_scope\", scope=\"sql.query\", resource_metadata=");
    assertThat(did.get("error").asString()).isEqualTo("UnauthorizedError");
    assertAsked(did.get("asked"));
    assertThat(did.at("/claims/scope").asString().split(" ")).contains("sql.query");
    assertRows(did);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void machine_withItsOwnCredentials_getsRows(String client) throws Exception {
    JsonNode did = run(client, "machine");
    assertThat(did.at("/claims/sub").asString()).isEqualTo("nightly");
    assertRows(did);
  }

  private static void assertAsked(JsonNode asked) {
    assertThat(asked.get("response_type").asString()).isEqualTo("code");
    assertThat(asked.get("code_challenge_method").asString()).isEqualTo("S256");
    assertThat(asked.get("code_challenge").asString()).hasSize(43);
    assertThat(asked.get("resource").asString()).isEqualTo(up.endpoint().toString());
    assertThat(asked.get("scope").asString().split(" ")).contains("sql.query");
  }

  private static void assertRows(JsonNode did) {
    assertThat(did.at("/rows/0/n").asInt()).as(did.toString()).isPositive();
    assertThat(did.at("/claims/aud").toString()).contains(up.endpoint().toString());
  }

  private JsonNode run(String client, String way) throws IOException, InterruptedException {
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    int status =
        Program.run(
            Stage.packages()
                .node("--input-type=module", "-", client, way, up.endpoint().toString())
                .redirectInput(SCRIPT.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile()),
            LIMIT,
            "no Node");
    assertThat(status).as(Files.readString(out) + Files.readString(err)).isZero();
    return JsonMapper.shared().readTree(Files.readString(out));
  }
}
