package dev.sluice.protocol.modern;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Principal;
import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.ErrorCode;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.wire.JsonRpcRequest;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Seals what a handler wants to find again when its client comes back with answers. The client
 * carries it, so it is authenticated: bound to who asks, to what was asked, and to a time. Safe for
 * use by several threads.
 *
 * <p>Form: {@code KEY.EXPIRY.STATE.MAC}, the last two in Base64 for URLs, the expiry in seconds
 * since 1970; the MAC (HMAC-SHA256) also covers the principal and the request, which are not in it.
 */
public final class RequestStates {
  /** What a person may take to answer. */
  static final Duration TTL = Duration.ofMinutes(15);

  /** Beside it come arguments and answers, and a header's limit must never be near. */
  static final int MAX_STATE_BYTES = 4_096;

  private static final int MAX_SEALED_CHARS = 8_192;
  private static final int PARTS = 4;

  /** Of 32 bytes in Base64. */
  private static final int MAC_CHARS = 43;

  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  /** Parameters that differ between the first request and the one that brings the answers. */
  private static final Set<String> NOT_BOUND = Set.of("_meta", "inputResponses", "requestState");

  /** One text for one request, whatever the order of its keys. */
  private static final JsonMapper CANONICAL =
      JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  private final Secrets secrets;
  private final InstantSource clock;

  /** States under the keys of {@link SecretName#REQUEST_STATE}. */
  public RequestStates(Secrets secrets, InstantSource clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * Throws {@link IllegalStateException} on a state that is too long, {@link
   * dev.sluice.call.secret.NoSecretException} when there is no key.
   */
  String seal(String state, JsonRpcRequest request, Principal principal) {
    byte[] bytes = state.getBytes(UTF_8);
    if (bytes.length > MAX_STATE_BYTES) {
      throw new IllegalStateException(
          "a handler's state has " + bytes.length + " bytes, not " + MAX_STATE_BYTES + " or less");
    }
    Key key = secrets.of(SecretName.REQUEST_STATE).current();
    String head =
        key.id()
            + "."
            + clock.instant().plus(TTL).getEpochSecond()
            + "."
            + BASE64.encodeToString(bytes);
    return head + "." + BASE64.encodeToString(mac(key, head, request, principal));
  }

  /**
   * The state that was sealed.
   *
   * @throws ProtocolException when it is none of ours, was another caller's or another request's,
   *     or is too old
   */
  String open(JsonNode sealed, JsonRpcRequest request, Principal principal) {
    String text = sealed.asString("");
    if (!sealed.isString() || text.length() > MAX_SEALED_CHARS) {
      throw refused();
    }
    List<String> parts = List.of(text.split("\\.", -1));
    if (parts.size() != PARTS) {
      throw refused();
    }
    Key key =
        secrets
            .find(SecretName.REQUEST_STATE, parts.getFirst())
            .orElseThrow(() -> isOurs(parts) ? expired() : refused());
    String head = text.substring(0, text.lastIndexOf('.'));
    // As text: of one MAC, Base64 has several spellings.
    String expected = BASE64.encodeToString(mac(key, head, request, principal));
    if (!MessageDigest.isEqual(expected.getBytes(UTF_8), parts.getLast().getBytes(UTF_8))) {
      throw refused();
    }
    // What follows is ours: the MAC says so.
    if (clock.instant().isAfter(Instant.ofEpochSecond(Long.parseLong(parts.get(1))))) {
      throw expired();
    }
    return new String(Base64.getUrlDecoder().decode(parts.get(2)), UTF_8);
  }

  private static byte[] mac(Key key, String head, JsonRpcRequest request, Principal principal) {
    return key.mac(head, principal.subject(), request.method(), bound(request));
  }

  /** Whether it has our form, so that only its key is not one of the live ones. */
  private static boolean isOurs(List<String> parts) {
    return parts.getFirst().matches("[A-Za-z0-9]{1,32}")
        && parts.get(1).matches("[0-9]{1,12}")
        && parts.getLast().length() == MAC_CHARS;
  }

  private static String bound(JsonRpcRequest request) {
    ObjectNode params = request.params().objectNode();
    request
        .params()
        .forEachEntry(
            (name, value) -> {
              if (!NOT_BOUND.contains(name)) {
                params.set(name, value);
              }
            });
    return CANONICAL.writeValueAsString(params);
  }

  private static ProtocolException expired() {
    return new ProtocolException(
        ErrorCode.INVALID_PARAMS, "'params.requestState' is too old; ask anew, without it.");
  }

  private static ProtocolException refused() {
    return new ProtocolException(
        ErrorCode.INVALID_PARAMS,
        "'params.requestState' is not the one that was given for this request; ask anew,"
            + " without it.");
  }
}
