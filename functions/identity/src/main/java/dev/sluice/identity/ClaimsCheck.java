package dev.sluice.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.sluice.call.Principal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the claims of a token say, once its signature is known to be the issuer's. */
final class ClaimsCheck {
  private static final int MAX_NAME_CHARACTERS = 512;

  /** OpenID Connect Core 1.0, 2 and 3.3.2.11: an access token has none of these. */
  private static final List<String> OF_ID_TOKENS = List.of("nonce", "at_hash", "c_hash", "s_hash");

  private final IssuerSettings settings;
  private final InstantSource clock;

  ClaimsCheck(IssuerSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  TokenOutcome check(JWTClaimsSet claims) {
    Reason refusal = refuse(claims);
    if (refusal != null) {
      return new TokenOutcome.Rejected(refusal);
    }
    try {
      return new TokenOutcome.Accepted(principal(claims));
    } catch (IllegalArgumentException e) {
      return new TokenOutcome.Rejected(Reason.CLAIMS);
    }
  }

  private @Nullable Reason refuse(JWTClaimsSet claims) {
    if (!settings.issuer().equals(claims.getIssuer())) {
      return Reason.ISSUER;
    }
    if (!isAccessToken(claims)) {
      return Reason.USE;
    }
    if (!isForUs(claims)) {
      return Reason.AUDIENCE;
    }
    return untimely(claims);
  }

  private boolean isAccessToken(JWTClaimsSet claims) {
    if (settings.form() == TokenForm.COGNITO) {
      return "access".equals(claims.getClaim("token_use"));
    }
    // Keycloak says it in a claim of this name.
    return OF_ID_TOKENS.stream().noneMatch(name -> claims.getClaim(name) != null)
        && !"ID".equals(claims.getClaim("typ"))
        && !"Refresh".equals(claims.getClaim("typ"))
        && !"id".equals(claims.getClaim("token_use"));
  }

  private boolean isForUs(JWTClaimsSet claims) {
    List<String> audience = claims.getAudience();
    if (audience.isEmpty() && settings.form() == TokenForm.COGNITO) {
      return claims.getClaim("aud") == null
          && claims.getClaim("client_id") instanceof String client
          && settings.clients().contains(client);
    }
    return audience.stream()
        .anyMatch(name -> settings.resource().equals(name) || settings.audiences().contains(name));
  }

  private @Nullable Reason untimely(JWTClaimsSet claims) {
    Instant now = clock.instant();
    Date end = claims.getExpirationTime();
    if (end == null) {
      return Reason.NO_EXPIRY;
    }
    if (!now.isBefore(end.toInstant().plus(settings.leeway()))) {
      return Reason.EXPIRED;
    }
    return isAhead(claims.getNotBeforeTime(), now) || isAhead(claims.getIssueTime(), now)
        ? Reason.NOT_YET
        : null;
  }

  private boolean isAhead(@Nullable Date moment, Instant now) {
    return moment != null && moment.toInstant().isAfter(now.plus(settings.leeway()));
  }

  /** Throws {@link IllegalArgumentException} on what no principal can be. */
  private Principal principal(JWTClaimsSet claims) {
    String subject = name(claims.getClaim("sub"), "subject");
    Object tenant = settings.tenantClaim() == null ? null : claims.getClaim(settings.tenantClaim());
    return new Principal(
        subject,
        tenant == null ? "" : name(tenant, "tenant"),
        scopes(claims.getClaim(settings.scopeClaim())),
        false);
  }

  private static String name(@Nullable Object value, String what) {
    if (value instanceof String text && text.length() <= MAX_NAME_CHARACTERS) {
      return text;
    }
    throw new IllegalArgumentException("the " + what + " is no text, or too long");
  }

  private Set<String> scopes(@Nullable Object value) {
    Set<String> scopes = new TreeSet<>();
    switch (value) {
      case null -> {}
      case String words ->
          List.of(words.split(" ", -1)).stream()
              .filter(word -> !word.isEmpty())
              .forEach(word -> scopes.add(settings.meant(word)));
      case List<?> list -> list.forEach(word -> scopes.add(settings.meant(name(word, "scope"))));
      default -> throw new IllegalArgumentException("the scopes are no text and no list");
    }
    return scopes;
  }
}
