package dev.sluice.identity;

/** Why a token is refused: for an operator's log, and never for the one who sent it. */
public enum Reason {
  /** There is none, or more than one, or it is not sent as {@code Bearer TOKEN}. */
  NO_SINGLE_BEARER,
  /** It is longer than any that is read. */
  TOO_LONG,
  /** It is no signed JWT; {@code alg} may be {@code none}. */
  MALFORMED,
  /** Its algorithm is not on the list: a MAC, or a signature that the issuer does not use. */
  ALGORITHM,
  /** Its {@code typ} is not that of an access token. */
  TYPE,
  /** Its header asks for an extension, and none is known here. */
  CRITICAL_HEADER,
  /** The issuer has published no key of that name for that algorithm, as far as is known here. */
  UNKNOWN_KEY,
  /** The signature is not the issuer's. */
  SIGNATURE,
  /** It is another issuer's. */
  ISSUER,
  /** It is for somebody else. */
  AUDIENCE,
  /** It is an ID token or another one that is no access token. */
  USE,
  /** It has no end, so it would never be refused again. */
  NO_EXPIRY,
  /** It has ended. */
  EXPIRED,
  /** It has not begun, or was issued in the future. */
  NOT_YET,
  /** Its subject, tenant or scopes are missing or cannot be what they should be. */
  CLAIMS
}
