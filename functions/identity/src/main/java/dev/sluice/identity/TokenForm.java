package dev.sluice.identity;

/** How an issuer writes its access tokens. */
public enum TokenForm {
  /**
   * RFC 9068: {@code typ} is {@code at+jwt}, which no ID token has. The audience is in {@code aud}.
   */
  AT_JWT,
  /**
   * As most issuers of OpenID Connect write them: {@code typ} is {@code JWT}, {@code at+jwt} or
   * absent. What only an ID token has (OpenID Connect Core 1.0, 2 and 3.3.2.11) is refused.
   */
  JWT,
  /**
   * Cognito's: {@code token_use} is {@code access}. The audience is in {@code aud} where the token
   * was asked for with a resource (RFC 8707); where there is no {@code aud}, {@code client_id} must
   * be one of the clients that are named. Scopes carry the resource's identifier in front.
   */
  COGNITO
}
