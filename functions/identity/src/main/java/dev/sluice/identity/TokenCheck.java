package dev.sluice.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.sluice.telemetry.Telemetry;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens: signed JWTs of one issuer (RFC 7519, RFC 8725, RFC 9068). What a token's
 * header says of its own key (jwk, jku, x5u, x5c) is passed over. Safe for use by several threads.
 */
public final class TokenCheck {
  /** API Gateway takes 10,240 bytes of headers in all. */
  public static final int MAX_TOKEN_CHARACTERS = 8_192;

  private static final int MAX_KEY_NAME_CHARACTERS = 256;

  /** The compact form (RFC 7515, 3.1): what decoders pass over is refused. */
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]+");

  /** Claims, and a signature of 64 bytes that is none. */
  private static final String UNSIGNED = "e30." + "AA".repeat(43);

  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");
  private static final Set<String> AT_JWT = Set.of("at+jwt", "application/at+jwt");
  private static final Set<String> ANY_JWT = Set.of("at+jwt", "application/at+jwt", "jwt");

  private final IssuerSettings settings;
  private final IssuerKeys keys;
  private final ClaimsCheck claims;

  /**
   * A check.
   *
   * @param telemetry is told of keys that were asked for
   */
  public TokenCheck(IssuerSettings settings, InstantSource clock, Telemetry telemetry) {
    this(settings, new HttpKeySource(settings.keys()), clock, telemetry);
  }

  TokenCheck(IssuerSettings settings, KeySource source, InstantSource clock, Telemetry telemetry) {
    this.settings = settings;
    this.keys = new IssuerKeys(source, clock, telemetry);
    this.claims = new ClaimsCheck(settings, clock);
  }

  /** Reads the issuer's keys, so that the first token does not wait for them. */
  public void warm() {
    var _ = keys.current();
  }

  /**
   * Goes the way of a good token with one that is not, for each published key: what was done once
   * is fast afterwards. Asks the issuer for nothing.
   */
  public void rehearse() {
    for (JWK key : keys.known()) {
      for (String algorithm : settings.algorithms()) {
        JWSHeader header =
            new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID(key.getKeyID()).build();
        if (!Signatures.fitting(List.of(key), header).isEmpty()) {
          var _ = check(header.toBase64URL() + "." + UNSIGNED);
        }
      }
    }
    var _ =
        claims.check(
            new JWTClaimsSet.Builder()
                .issuer(settings.issuer())
                .audience(settings.resource())
                .subject("rehearsal")
                .claim("token_use", "access")
                .claim(settings.scopeClaim(), "a b")
                .expirationTime(Date.from(FAR_AHEAD))
                .build());
  }

  /** What a token is worth now. Never throws. */
  public TokenOutcome check(String token) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      return new TokenOutcome.Rejected(Reason.TOO_LONG);
    }
    if (!FORM.matcher(token).matches()) {
      return new TokenOutcome.Rejected(Reason.MALFORMED);
    }
    SignedJWT jwt;
    try {
      jwt = SignedJWT.parse(token);
    } catch (ParseException | RuntimeException e) {
      return new TokenOutcome.Rejected(Reason.MALFORMED);
    }
    Reason refusal = refuse(jwt.getHeader());
    return refusal == null ? verified(jwt) : new TokenOutcome.Rejected(refusal);
  }

  private @Nullable Reason refuse(JWSHeader header) {
    if (!settings.algorithms().contains(header.getAlgorithm().getName())) {
      return Reason.ALGORITHM;
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      return Reason.CRITICAL_HEADER;
    }
    String kid = header.getKeyID();
    if (kid != null && kid.length() > MAX_KEY_NAME_CHARACTERS) {
      return Reason.UNKNOWN_KEY;
    }
    String type = header.getType() == null ? null : header.getType().getType();
    boolean fits =
        settings.form() == TokenForm.AT_JWT
            ? type != null && AT_JWT.contains(lower(type))
            : type == null || ANY_JWT.contains(lower(type));
    return fits ? null : Reason.TYPE;
  }

  private TokenOutcome verified(SignedJWT jwt) {
    List<JWK> known = keys.current();
    if (known == null) {
      return new TokenOutcome.Undecided("the issuer's keys are not to be had");
    }
    List<JWK> fitting = Signatures.fitting(known, jwt.getHeader());
    if (fitting.isEmpty()) {
      List<JWK> newer = keys.renewed();
      fitting = newer == null ? List.of() : Signatures.fitting(newer, jwt.getHeader());
    }
    if (fitting.isEmpty()) {
      return new TokenOutcome.Rejected(Reason.UNKNOWN_KEY);
    }
    if (!isSigned(jwt, fitting)) {
      return new TokenOutcome.Rejected(Reason.SIGNATURE);
    }
    JWTClaimsSet set;
    try {
      if (jwt.getPayload().toJSONObject().get("sub") instanceof Number) {
        // The library would read it as text, and two large ones as the same.
        return new TokenOutcome.Rejected(Reason.CLAIMS);
      }
      set = jwt.getJWTClaimsSet();
    } catch (ParseException | RuntimeException e) {
      return new TokenOutcome.Rejected(Reason.MALFORMED);
    }
    return claims.check(set);
  }

  private static boolean isSigned(JWSObject jws, List<JWK> fitting) {
    for (JWK key : fitting) {
      try {
        if (jws.verify(Signatures.verifier(key))) {
          return true;
        }
      } catch (JOSEException | RuntimeException e) {
        // A key that cannot be used proves nothing; the next of the same name may.
      }
    }
    return false;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
