package dev.sluice.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Lambda authorizer as API Gateway asks it: with the header {@code Authorization} as its identity
 * source, without which it is not asked, and its answers kept under that header's value for a time
 * (API Gateway developer guide, "Use API Gateway Lambda authorizers"). A kept answer is judged anew
 * for what is asked for, and by nothing else. Safe for use by several threads.
 */
final class LocalAuthorizer {
  /**
   * For how long the deployed authorizer's answers are kept: not at all. They go by the tool, which
   * is no identity source, and a token must not outlive its end.
   */
  static final Duration DEPLOYED_TTL = Duration.ZERO;

  private static final int MOST_KEPT = 1_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final LocalFunction function;
  private final Duration ttl;
  private final InstantSource clock;
  private final Map<String, Kept> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private record Kept(JsonNode answer, Instant until) {}

  LocalAuthorizer(LocalFunction function, Duration ttl, InstantSource clock) {
    this.function = function;
    this.ttl = ttl;
    this.clock = clock;
  }

  /** What it came to. */
  sealed interface Decision {
    /** The request goes on, with this in {@code requestContext.authorizer}. */
    record Allowed(Map<String, String> context) implements Decision {}

    /** There is no identity, or the authorizer failed with {@code Unauthorized}. */
    record Unauthorized() implements Decision {}

    /** The policy does not allow it. */
    record Denied(Map<String, String> context) implements Decision {}

    /** The authorizer failed otherwise, or its answer is none. */
    record Failed(String cause) implements Decision {}
  }

  /**
   * Asks, or remembers.
   *
   * @param identity every value of the header {@code Authorization}
   * @param event of the request, as the function would get it; changed into the authorizer's
   * @param then is told the decision, once: by this thread, or by another when the time is up
   */
  void decide(
      List<String> identity,
      ObjectNode event,
      String methodArn,
      String requestId,
      Consumer<Decision> then) {
    if (identity.isEmpty() || identity.stream().allMatch(String::isBlank)) {
      then.accept(new Decision.Unauthorized());
      return;
    }
    String key = String.join("\n", identity);
    JsonNode known = known(key);
    if (known != null) {
      then.accept(judged(known, methodArn));
      return;
    }
    event.remove(List.of("body", "isBase64Encoded"));
    event.put("type", "REQUEST").put("methodArn", methodArn);
    function.invoke(
        JSON.writeValueAsBytes(event),
        requestId,
        result -> then.accept(decision(result, key, methodArn)));
  }

  private Decision decision(LocalFunction.Result result, String key, String methodArn) {
    return switch (result) {
      case LocalFunction.Result.Answer answer -> answered(key, answer.bytes(), methodArn);
      case LocalFunction.Result.Failed failed ->
          "Unauthorized".equals(failed.message())
              ? new Decision.Unauthorized()
              : new Decision.Failed(failed.cause());
      case LocalFunction.Result.EventTooLarge _ -> new Decision.Failed("the event is too large");
      case LocalFunction.Result.TimedOut _ -> new Decision.Failed("it timed out");
    };
  }

  private Decision answered(String key, byte[] bytes, String methodArn) {
    try {
      JsonNode answer = JSON.readTree(bytes);
      if (!answer.path("principalId").isString() || !statements(answer).isArray()) {
        return new Decision.Failed("its answer has no 'principalId' or no policy");
      }
      if (ttl.isPositive()) {
        synchronized (kept) {
          kept.put(key, new Kept(answer, clock.instant().plus(ttl)));
        }
      }
      return judged(answer, methodArn);
    } catch (JacksonException e) {
      return new Decision.Failed("its answer is no JSON");
    }
  }

  private @Nullable JsonNode known(String key) {
    synchronized (kept) {
      Kept entry = kept.get(key);
      return entry != null && clock.instant().isBefore(entry.until()) ? entry.answer() : null;
    }
  }

  /** An explicit Deny wins; what no statement allows is not allowed. */
  private static Decision judged(JsonNode answer, String methodArn) {
    List<String> effects =
        statements(answer)
            .valueStream()
            .filter(statement -> matches(statement.path("Resource").asString(""), methodArn))
            .map(statement -> statement.path("Effect").asString(""))
            .toList();
    boolean allowed = effects.contains("Allow") && !effects.contains("Deny");
    return allowed ? new Decision.Allowed(context(answer)) : new Decision.Denied(context(answer));
  }

  private static JsonNode statements(JsonNode answer) {
    return answer.at("/policyDocument/Statement");
  }

  /** A star stands for any characters, slashes as well. */
  private static boolean matches(String resource, String methodArn) {
    String pattern =
        Pattern.compile("\\*")
            .splitAsStream(resource + " ")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return (methodArn + " ").matches(pattern);
  }

  private static Map<String, String> context(JsonNode answer) {
    Map<String, String> context = new TreeMap<>();
    answer.path("context").forEachEntry((name, value) -> context.put(name, value.asString("")));
    context.put("principalId", answer.path("principalId").asString(""));
    return context;
  }
}
