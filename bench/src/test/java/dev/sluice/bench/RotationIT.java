package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.secret.SecretName;
import dev.sluice.secret.FileSecrets;
import dev.sluice.testkit.FakeSecretsManager;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.ProxyAnswer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys change while the deployed function is at work, in several environments of it. */
@ExtendWith(SharedStage.class)
class RotationIT {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TOO_OLD = "'cursor' is too old. Leave it out to begin anew.";

  /** Files are read again after this; see SecretSources. */
  private static final Duration KEPT = Duration.ofMillis(1_100);

  @Test
  void rotate_underLoad_losesNoCursorOnceAndAllOldOnesTwice(Stage stage) throws Exception {
    FileSecrets keys = new FileSecrets(stage.secretsFolder(), InstantSource.system());
    try (FunctionProcess one = stage.start(stage.options());
        FunctionProcess other = stage.start(stage.options())) {
      one.awaitReady(START_LIMIT);
      other.awaitReady(START_LIMIT);
      Queue<String> before = new ConcurrentLinkedQueue<>();
      for (int i = 0; i < 20; i++) {
        before.add(cursor(page(i % 2 == 0 ? one : other, null)));
      }
      Queue<String> problems = new ConcurrentLinkedQueue<>();
      Queue<String> walked = new ConcurrentLinkedQueue<>();
      List<Thread> callers =
          List.of(
              Thread.ofVirtual().start(() -> walk(one, other, walked, problems)),
              Thread.ofVirtual().start(() -> walk(other, one, walked, problems)));
      Thread.sleep(500);
      keys.rotate(SecretName.CURSOR);
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(problems).isEmpty();
      System.out.println("pages read while the key of cursors was rotated: " + walked.size());
      assertThat(keyIds(walked)).as("keys that cursors were made with").hasSize(2);
      for (String cursor : before) {
        assertThat(page(one, cursor).has("rows")).isTrue();
        assertThat(page(other, cursor).has("rows")).isTrue();
      }

      keys.rotate(SecretName.CURSOR);
      Thread.sleep(KEPT);

      for (String cursor : before) {
        assertThat(text(call(one, cursor))).isEqualTo(TOO_OLD);
        assertThat(text(call(other, cursor))).isEqualTo(TOO_OLD);
      }
      String tampered = cursor(page(one, null)).replaceAll(".$", "!");
      assertThat(text(call(other, tampered))).startsWith("'cursor' is none that this tool gave");
    }
  }

  /** With Secrets Manager: nothing is read for the snapshot, and what is rotated comes at once. */
  @Test
  void secretsManager_snapshot_isReadAfterTheRestoreAndFollowsARotation(Stage stage)
      throws Exception {
    try (FakeSecretsManager service = new FakeSecretsManager()) {
      put(service, 1);
      Map<String, String> environment = new TreeMap<>(stage.environment());
      environment.remove("SLUICE_SECRETS_FOLDER");
      environment.put("SLUICE_SECRETS_PREFIX", "sluice/");
      environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", service.url().toString());
      environment.put("AWS_ACCESS_KEY_ID", "id");
      environment.put("AWS_SECRET_ACCESS_KEY", "secret");
      try (FunctionProcess one =
              stage.start(stage.options().withSnapStart().withEnvironment(environment));
          FunctionProcess other = stage.start(stage.options().withEnvironment(environment))) {
        one.awaitCheckpoint(START_LIMIT);
        other.awaitReady(START_LIMIT);
        assertThat(service.requests()).as("asked for the snapshot").isZero();
        one.restore();
        one.awaitReady(START_LIMIT);

        String first = cursor(page(one, null));
        assertThat(service.requests()).as("current and previous").isEqualTo(2);
        assertThat(page(one, first).has("rows")).isTrue();
        assertThat(service.requests()).as("kept").isEqualTo(2);

        put(service, 2);
        // This one reads now, and makes what the first has never heard of the key of.
        String second = cursor(page(other, first));
        assertThat(keyIds(List.of(first, second))).hasSize(2);
        assertThat(page(one, second).has("rows")).as("looked for at once").isTrue();

        service.fail("InternalServiceError");
        assertThat(page(one, second).has("rows")).as("what is known stays").isTrue();
      }
    }
  }

  private static void put(FakeSecretsManager service, int version) {
    byte[] bytes = new byte[48];
    new Random(version).nextBytes(bytes);
    service.put("sluice/cursor", "{\"key\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}");
  }

  /** From page to page for two seconds, each in the environment that did not make its cursor. */
  private static void walk(
      FunctionProcess one, FunctionProcess other, Queue<String> walked, Queue<String> problems) {
    try {
      long startNanos = System.nanoTime();
      String cursor = null;
      for (int i = 0; System.nanoTime() - startNanos < 2_500_000_000L; i++) {
        JsonNode answer = call(i % 2 == 0 ? one : other, cursor);
        JsonNode page = answer.at("/result/structuredContent");
        if (!page.has("rows")) {
          problems.add(answer.toString());
          return;
        }
        cursor = page.path("next_cursor").asString(null);
        if (cursor != null) {
          walked.add(cursor);
        }
      }
    } catch (InterruptedException | RuntimeException | IOException e) {
      problems.add(String.valueOf(e));
    }
  }

  private static List<String> keyIds(Iterable<String> cursors) {
    List<String> ids = new ArrayList<>();
    cursors.forEach(cursor -> ids.add(cursor.substring(0, cursor.indexOf('.'))));
    return ids.stream().distinct().toList();
  }

  private static String cursor(JsonNode page) {
    return page.path("next_cursor").asString();
  }

  private static JsonNode page(FunctionProcess function, @Nullable String cursor) throws Exception {
    JsonNode answer = call(function, cursor);
    assertThat(answer.at("/result/structuredContent").has("rows")).as(answer.toString()).isTrue();
    return answer.at("/result/structuredContent");
  }

  private static String text(JsonNode answer) {
    return answer.at("/result/content/0/text").asString();
  }

  private static JsonNode call(FunctionProcess function, @Nullable String cursor)
      throws InterruptedException, IOException {
    String arguments =
        cursor == null ? "{}" : JSON.createObjectNode().put("cursor", cursor).toString();
    byte[] event = McpRequest.toolsCall("find_customers", arguments).event().toBytes();
    ProxyAnswer answer = ProxyAnswer.parse(function.invoke(event).answer().bytes());
    return JSON.readTree(new String(answer.body(), UTF_8));
  }
}
