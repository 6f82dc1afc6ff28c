package dev.sluice.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.HttpResponse;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.testkit.conformance.ConformanceFixtures;
import dev.sluice.testkit.conformance.MemoryTasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests as clients send them, broken in every way a minute has time for. */
class RequestFuzzIT {
  private static final Duration LENGTH = Duration.ofSeconds(60);
  private static final long SEED = 20260728;
  private static final int LEAST_REQUESTS = 50_000;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String[] ODD_VALUES = {
    "null",
    "true",
    "-1",
    "0",
    "1e999999999",
    "9007199254740993",
    "\"\"",
    "\"\\u0000\"",
    "[]",
    "{}",
    "\"=?base64?YQ==?=\"",
    "[[[[]]]]",
    "{\"a\":{\"b\":{}}}",
    "\"2026-07-28\"",
    "\"test://x\"",
    "1.5"
  };
  private static final String[] ODD_HEADERS = {
    "", " ", "=?base64?", "=?base64?%%?=", "=?base64??=", "2025-11-25", "2026-07-28", "x,y", "é"
  };

  private final Random random = new Random(SEED);
  private final List<RecordedRequest> recorded = RecordedRequest.all();
  private final McpServer server =
      new McpServer(
          ConformanceFixtures.features(new MemoryTasks(InstantSource.system())),
          new RequestStates(ConformanceFixtures.secrets(), InstantSource.system()),
          origin -> origin.startsWith("http://127.0.0.1"));

  @Test
  void handle_mutatedRequests_never5xxNorAnothersId() {
    long endNanos = System.nanoTime() + LENGTH.toNanos();
    Map<Integer, Integer> statuses = new TreeMap<>();
    int requests = 0;
    while (System.nanoTime() < endNanos) {
      RecordedRequest original = recorded.get(random.nextInt(recorded.size()));
      Map<String, String> headers = mutated(original.headers());
      byte[] body = mutated(original.body());
      HttpResponse response = handle(new HttpRequest("POST", headers, body));
      assertThat(response.status())
          .as("seed %d, request %d: %s %s", SEED, requests, headers, new String(body, ISO_8859_1))
          .isBetween(200, 499);
      assertSameId(body, response);
      statuses.merge(response.status(), 1, Integer::sum);
      requests++;
    }
    System.out.println(requests + " requests, by status: " + statuses);
    assertThat(requests).isGreaterThan(LEAST_REQUESTS);
    // Had every request been refused at the door, nothing behind it would have been tried.
    assertThat(statuses.getOrDefault(200, 0)).isGreaterThan(requests / 10);
    assertThat(statuses.getOrDefault(400, 0)).isGreaterThan(requests / 10);
  }

  private HttpResponse handle(HttpRequest request) {
    Call call =
        new Call(
            Principal.LOCAL,
            Deadline.after(Duration.ofSeconds(5), InstantSource.system()),
            Reference.next());
    try {
      return server.handle(request, call);
    } catch (RuntimeException | StackOverflowError e) {
      return fail("seed " + SEED + ": " + new String(request.body(), ISO_8859_1), e);
    }
  }

  /** The id of the request where it is one, else null; what has no body has no id. */
  private static void assertSameId(byte[] body, HttpResponse response) {
    if (response.body().length == 0) {
      return;
    }
    String text = new String(response.body(), UTF_8);
    int at = text.lastIndexOf("\ndata: ");
    JsonNode answer = JSON.readTree(at < 0 ? text : text.substring(at + "\ndata: ".length()));
    JsonNode given = answer.path("id");
    if (given.isNull()) {
      assertThat(answer.has("error")).as(text).isTrue();
    } else {
      assertThat(given).as(text).isEqualTo(id(body));
    }
  }

  private static @Nullable JsonNode id(byte[] body) {
    try {
      return JSON.readTree(body).get("id");
    } catch (JacksonException e) {
      return null;
    }
  }

  private Map<String, String> mutated(Map<String, String> headers) {
    Map<String, String> mutated = new HashMap<>(headers);
    if (random.nextInt(4) == 0) {
      List<String> names = headers.keySet().stream().sorted().toList();
      String name = names.get(random.nextInt(names.size()));
      switch (random.nextInt(3)) {
        case 0 -> mutated.remove(name);
        case 1 -> mutated.put(name, ODD_HEADERS[random.nextInt(ODD_HEADERS.length)]);
        default -> mutated.put(name, mutated.get(name) + (char) random.nextInt(0x20, 0x7f));
      }
    }
    return mutated;
  }

  private byte[] mutated(String body) {
    return switch (random.nextInt(6)) {
      case 0 -> body.getBytes(UTF_8);
      case 1, 2 -> bytesMutated(body.getBytes(UTF_8));
      default -> {
        JsonNode tree = JSON.readTree(body);
        for (int i = random.nextInt(3); i >= 0; i--) {
          treeMutated(tree);
        }
        yield JSON.writeValueAsBytes(tree);
      }
    };
  }

  private byte[] bytesMutated(byte[] body) {
    int at = random.nextInt(body.length);
    int length = random.nextInt(Math.min(body.length - at, 16));
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> {
        body[at] = (byte) random.nextInt(256);
        yield body;
      }
      case 2 -> join(Arrays.copyOf(body, at), Arrays.copyOfRange(body, at + length, body.length));
      default -> join(Arrays.copyOf(body, at + length), Arrays.copyOfRange(body, at, body.length));
    };
  }

  /** Changes one place, found by a walk from the top. */
  private void treeMutated(JsonNode node) {
    if (node instanceof ObjectNode object && !object.isEmpty()) {
      List<String> names = new ArrayList<>(object.propertyNames());
      String name = names.get(random.nextInt(names.size()));
      JsonNode child = object.get(name);
      if (child.isContainer() && !child.isEmpty() && random.nextInt(3) > 0) {
        treeMutated(child);
      } else if (random.nextInt(3) == 0) {
        object.remove(name);
      } else {
        object.set(name, oddValue());
      }
    } else if (node instanceof ArrayNode array && !array.isEmpty()) {
      array.set(random.nextInt(array.size()), oddValue());
    }
  }

  private JsonNode oddValue() {
    return JSON.readTree(ODD_VALUES[random.nextInt(ODD_VALUES.length)]);
  }

  private static byte[] join(byte[] left, byte[] right) {
    byte[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
