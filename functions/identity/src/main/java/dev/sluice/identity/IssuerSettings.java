package dev.sluice.identity;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are taken, and what must be in them.
 *
 * @param issuer the very text of {@code iss}
 * @param keys where the issuer publishes its keys (RFC 7517): https, or http to this machine itself
 *     where {@code loopback} says so
 * @param resource the identifier of this server, as clients ask for it (RFC 8707): the very URL of
 *     its endpoint
 * @param audiences what {@code aud} may name beside the resource
 * @param clients whose tokens are taken where they name no audience, as Cognito's may
 * @param form how the issuer writes its tokens
 * @param algorithms which signatures are taken, of those in {@link #ALGORITHMS}
 * @param leeway by how much two clocks may differ, at most {@link #MOST_LEEWAY}
 * @param scopeClaim the claim with the scopes: words in one text, or a list of them
 * @param tenantClaim the claim with the tenant; null where callers belong to none
 * @param loopback whether keys may come over http from this machine: on a laptop only
 */
public record IssuerSettings(
    String issuer,
    URI keys,
    String resource,
    Set<String> audiences,
    Set<String> clients,
    TokenForm form,
    Set<String> algorithms,
    Duration leeway,
    String scopeClaim,
    @Nullable String tenantClaim,
    boolean loopback) {

  /**
   * Every algorithm that can be allowed: signatures with a public key, of at least 112 bits of
   * strength (RFC 7518, 3.1; RFC 8037; RFC 9864). No MAC: its key would have to be shared.
   */
  public static final Set<String> ALGORITHMS = Set.of("RS256", "PS256", "ES256", "EdDSA");

  /** More would keep a token alive that should have ended. */
  public static final Duration MOST_LEEWAY = Duration.ofMinutes(2);

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  /** Copies the sets. Throws {@link IllegalArgumentException} that says what to write instead. */
  public IssuerSettings {
    if (issuer.isBlank() || resource.isBlank()) {
      throw new IllegalArgumentException("the issuer and the resource need a text each");
    }
    if (!isSafe(keys, loopback)) {
      throw new IllegalArgumentException(
          "the keys' address is '" + keys + "': write one like https://HOST/jwks.json");
    }
    audiences = Set.copyOf(audiences);
    clients = Set.copyOf(clients);
    algorithms = Set.copyOf(algorithms);
    if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
      throw new IllegalArgumentException(
          "the algorithms are " + algorithms + ": write some of RS256, PS256, ES256, EdDSA");
    }
    if (leeway.isNegative() || leeway.compareTo(MOST_LEEWAY) > 0) {
      throw new IllegalArgumentException(
          "the leeway is " + leeway.toSeconds() + " s: write 0 to " + MOST_LEEWAY.toSeconds());
    }
  }

  /** A scope as the issuer knows it, and clients must ask for it. */
  public String asked(String scope) {
    return form == TokenForm.COGNITO ? prefix() + scope : scope;
  }

  /** A scope as tools know it: what the issuer put in front is taken off. */
  String meant(String scope) {
    return form == TokenForm.COGNITO && scope.startsWith(prefix())
        ? scope.substring(prefix().length())
        : scope;
  }

  /** Cognito developer guide, "Scopes, M2M, and resource servers". */
  private String prefix() {
    return resource + "/";
  }

  private static boolean isSafe(URI keys, boolean loopback) {
    if (keys.getHost() == null || keys.getUserInfo() != null || keys.getFragment() != null) {
      return false;
    }
    return "https".equals(keys.getScheme())
        || (loopback && "http".equals(keys.getScheme()) && LOOPBACK.contains(keys.getHost()));
  }
}
