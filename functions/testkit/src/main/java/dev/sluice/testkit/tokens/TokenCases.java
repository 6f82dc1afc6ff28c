package dev.sluice.testkit.tokens;

import static dev.sluice.testkit.tokens.SigningKey.base64;
import static dev.sluice.testkit.tokens.TokenIssuer.part;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of every kind that a server must tell apart, for a check of JWTs as most issuers write
 * them ({@code typ} is not told), with a leeway of 30 seconds and the tenant in {@code tenant}.
 * Times lie ten seconds and more from where an answer changes, so that a slow machine makes no
 * difference.
 */
public final class TokenCases {
  private static final String ACCEPTED = TokenCase.ACCEPTED;

  private final TokenIssuer issuer;
  private final String resource;
  private final Instant now;
  private final List<TokenCase> cases = new ArrayList<>();

  private TokenCases(TokenIssuer issuer, String resource, Instant now) {
    this.issuer = issuer;
    this.resource = resource;
    this.now = now;
  }

  /** All of them, each under a name of its own. */
  public static List<TokenCase> of(TokenIssuer issuer, String resource, Instant now) {
    TokenCases all = new TokenCases(issuer, resource, now);
    all.good();
    all.algorithms();
    all.confusedKeys();
    all.headers();
    all.keyNames();
    all.injectedKeys();
    all.signatures();
    all.forms();
    all.issuers();
    all.audiences();
    all.uses();
    all.times();
    all.callers();
    all.carriers();
    return List.copyOf(all.cases);
  }

  private void good() {
    add("RS256", ACCEPTED, signed(issuer.rsa, Map.of()));
    add("PS256", ACCEPTED, signed(issuer.pss, Map.of()));
    add("ES256", ACCEPTED, signed(issuer.ec, Map.of()));
    add("EdDSA", ACCEPTED, signed(issuer.ed, Map.of()));
    add("key that says neither use nor alg, RS256", ACCEPTED, signed(issuer.plain, Map.of()));
    add("two keys of one name, the first", ACCEPTED, signed(issuer.twin, Map.of()));
    add("two keys of one name, the second", ACCEPTED, signed(issuer.otherTwin, Map.of()));
    add("no kid, and one key of that kind", ACCEPTED, signed(issuer.ec, without("kid")));
    add("claims that nobody knows", ACCEPTED, claiming("https://example.com/x", List.of(1, 2)));
  }

  private void algorithms() {
    add("alg none, a signature", "MALFORMED", unsigned("none", signature()));
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      add("alg " + none + ", no signature", "MALFORMED", unsigned(none, ""));
    }
    for (String none : List.of("None", "NONE", "nOnE")) {
      add("alg " + none + ", a signature", "ALGORITHM", unsigned(none, signature()));
    }
    for (String other : List.of("RS384", "RS512")) {
      add(
          other + ", which is not allowed",
          "ALGORITHM",
          withSignature(other, input -> issuer.rsa.sign(input, other)));
    }
    for (String other :
        List.of("ES384", "PS512", "ES256K", "Ed25519", "rs256", "RS256 ", "", "dir")) {
      add(
          "alg '" + other + "'",
          "ALGORITHM",
          withSignature(other, input -> issuer.rsa.sign(input, "RS256")));
    }
    add("no alg", "MALFORMED", signed(issuer.rsa, without("alg")));
    add("alg is a number", "MALFORMED", signed(issuer.rsa, Map.of("alg", 256)));
    add("alg is a list", "MALFORMED", signed(issuer.rsa, Map.of("alg", List.of("RS256"))));
  }

  /** What is public is taken for the secret of a MAC (RFC 8725, 2.1). */
  private void confusedKeys() {
    byte[] der = issuer.rsa.pair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    secrets.put("the public key as PEM", pem.getBytes(UTF_8));
    secrets.put("the public key as DER", der);
    secrets.put("the public key as JWK", TokenIssuer.JSON.writeValueAsBytes(issuer.rsa.jwk()));
    secrets.put(
        "the modulus", Base64.getUrlDecoder().decode(String.valueOf(issuer.rsa.jwk().get("n"))));
    secrets.put("one zero byte", new byte[1]);
    secrets.forEach(
        (name, secret) ->
            add(
                "HS256 with " + name,
                "ALGORITHM",
                withMac("HS256", "HmacSHA256", secret, "rsa-1")));
    add("HS384 with DER", "ALGORITHM", withMac("HS384", "HmacSHA384", der, "rsa-1"));
    add("HS512 with DER", "ALGORITHM", withMac("HS512", "HmacSHA512", der, "rsa-1"));
    add(
        "HS256 with a secret that is published",
        "ALGORITHM",
        withMac("HS256", "HmacSHA256", TokenIssuer.SECRET, "oct-1"));
  }

  private void headers() {
    add("typ at+jwt", ACCEPTED, typed("at+jwt"));
    add("typ application/at+jwt", ACCEPTED, typed("application/at+jwt"));
    add("typ jwt in small letters", ACCEPTED, typed("jwt"));
    add("no typ", ACCEPTED, signed(issuer.rsa, without("typ")));
    for (String other : List.of("dpop+jwt", "logout+jwt", "JOSE", "secevent+jwt", "")) {
      add("typ '" + other + "'", "TYPE", typed(other));
    }
    add(
        "crit exp",
        "CRITICAL_HEADER",
        signed(issuer.rsa, Map.of("crit", List.of("exp"), "exp", 1)));
    add(
        "crit unknown",
        "CRITICAL_HEADER",
        signed(issuer.rsa, Map.of("crit", List.of("x"), "x", 1)));
    add(
        "crit b64",
        "CRITICAL_HEADER",
        signed(issuer.rsa, Map.of("crit", List.of("b64"), "b64", false)));
    add("b64 false without crit", "CRITICAL_HEADER", signed(issuer.rsa, Map.of("b64", false)));
    add("crit is a text", "MALFORMED", signed(issuer.rsa, Map.of("crit", "exp")));
  }

  private void keyNames() {
    add("unknown kid", "UNKNOWN_KEY", signed(issuer.stranger, Map.of()));
    for (String kid :
        List.of(
            "../../../../dev/null",
            "' or 1=1 --",
            "http://127.0.0.1/keys",
            "rsa-1\u0000",
            "RSA-1",
            "")) {
      add("kid '" + kid.replace("\u0000", "NUL") + "'", "UNKNOWN_KEY", named(kid));
    }
    add("kid of 300 characters", "UNKNOWN_KEY", named("k".repeat(300)));
    add("kid is a number", "MALFORMED", signed(issuer.rsa, Map.of("kid", 1)));
    add("no kid, and several keys", "UNKNOWN_KEY", signed(issuer.rsa, without("kid")));
    add("kid of a key for ES256", "UNKNOWN_KEY", named("ec-1"));
    add("kid of a secret", "UNKNOWN_KEY", named("oct-1"));
    add("kid of a key of an unknown kind", "UNKNOWN_KEY", named("lattice-1"));
    add("key for encryption", "UNKNOWN_KEY", signed(issuer.encryption, Map.of()));
    add("RSA of 1024 bits", "UNKNOWN_KEY", signed(issuer.small, Map.of()));
    add("P-384 for ES256", "UNKNOWN_KEY", signed(issuer.p384, Map.of()));
    add(
        "PS256 with a key for RS256",
        "UNKNOWN_KEY",
        withSignature("PS256", input -> issuer.rsa.sign(input, "RS256")));
  }

  /** The token brings its own key along, or says where to get one (RFC 8725, 2.10). */
  private void injectedKeys() {
    String stray = issuer.strayAddress().toString();
    Map<String, Object> injections = new LinkedHashMap<>();
    injections.put("jwk", issuer.stranger.jwk());
    injections.put("jku", stray);
    injections.put("x5u", stray);
    injections.forEach(
        (name, value) -> {
          Map<String, Object> own = Map.of(name, value);
          Map<String, Object> disguised = Map.of(name, value, "kid", "rsa-1");
          add(name + " of a stranger", "UNKNOWN_KEY", signed(issuer.stranger, own));
          add(
              name + " of a stranger, a known kid",
              "SIGNATURE",
              signed(issuer.stranger, disguised));
          add(name + " beside the issuer's signature", ACCEPTED, signed(issuer.rsa, own));
        });
    add(
        "x5c that is none, a known kid",
        "SIGNATURE",
        signed(issuer.stranger, Map.of("x5c", List.of("AAAA"), "kid", "rsa-1")));
    add("x5t beside the issuer's signature", ACCEPTED, signed(issuer.rsa, Map.of("x5t", "AAAA")));
  }

  private void signatures() {
    String[] good = signed(issuer.rsa, Map.of()).split("\\.", -1);
    byte[] flipped = Base64.getUrlDecoder().decode(good[2]);
    flipped[100] ^= 1;
    add("a bit of the signature", "SIGNATURE", good[0] + "." + good[1] + "." + base64(flipped));
    add(
        "half of the signature",
        "SIGNATURE",
        good[0] + "." + good[1] + "." + good[2].substring(99));
    add("no signature", "MALFORMED", good[0] + "." + good[1] + ".");
    add(
        "another's claims",
        "SIGNATURE",
        good[0] + "." + part(claims("sub", "eve")) + "." + good[2]);
    add(
        "another header",
        "SIGNATURE",
        part(header(Map.of("x", 1))) + "." + good[1] + "." + good[2]);
    add("known kid, stranger's key", "SIGNATURE", signed(issuer.stranger, Map.of("kid", "rsa-1")));
    add("ES256 of zeros", "SIGNATURE", constant(issuer.ec, new byte[64]));
    add("ES256 as DER", "SIGNATURE", resigned(issuer.ec, "ES256 as DER"));
    add("ES256 of 63 bytes", "SIGNATURE", constant(issuer.ec, filled(63)));
    add("EdDSA of zeros", "SIGNATURE", constant(issuer.ed, new byte[64]));
    add("EdDSA of 10 bytes", "SIGNATURE", constant(issuer.ed, filled(10)));
    add("RS256 under PS256", "SIGNATURE", resigned(issuer.pss, "RS256"));
  }

  private void forms() {
    String good = signed(issuer.rsa, Map.of());
    String[] parts = good.split("\\.", -1);
    add("one part", "MALFORMED", parts[0]);
    add("two parts", "MALFORMED", parts[0] + "." + parts[1]);
    add("four parts", "MALFORMED", good + "." + parts[2]);
    add("five parts, as encrypted", "MALFORMED", good + "." + parts[1] + "." + parts[2]);
    add("three empty parts", "MALFORMED", "..");
    add(
        "header that is no JSON",
        "MALFORMED",
        base64("alg".getBytes(UTF_8)) + "." + parts[1] + ".AA");
    add("header that is a list", "MALFORMED", part(List.of(1)) + "." + parts[1] + ".AA");
    add(
        "header that is null",
        "MALFORMED",
        base64("null".getBytes(UTF_8)) + "." + parts[1] + ".AA");
    add(
        "header with alg twice",
        "MALFORMED",
        raw("{\"alg\":\"none\",\"alg\":\"RS256\"}", parts[1]));
    add("header 2,000 deep", "MALFORMED", raw("{\"a\":" + "[".repeat(2_000), parts[1]));
    add("claims that are no JSON", "MALFORMED", raw(rawHeader(), base64("no".getBytes(UTF_8))));
    add("claims that are a list", "MALFORMED", raw(rawHeader(), part(List.of(1))));
    add(
        "claims with sub twice",
        "MALFORMED",
        raw(rawHeader(), base64("{\"sub\":\"ada\",\"sub\":\"eve\"}".getBytes(UTF_8))));
    add("padding", "MALFORMED", good + "==");
    add("alphabet of plain Base64", "MALFORMED", good.substring(0, good.length() - 4) + "+/+/");
    add("8,193 characters", "TOO_LONG", longToken(8_193));
    add("8,192 characters", "MALFORMED", longToken(8_192));
  }

  private void issuers() {
    String name = issuer.name();
    add("another issuer", "ISSUER", claiming("iss", "https://issuer.example"));
    add("issuer with a slash more", "ISSUER", claiming("iss", name + "/"));
    add("issuer in capitals", "ISSUER", claiming("iss", name.toUpperCase(Locale.ROOT)));
    add("issuer as a prefix", "ISSUER", claiming("iss", name + ".evil.example"));
    add("issuer with a space", "ISSUER", claiming("iss", name + " "));
    add("no issuer", "ISSUER", claiming("iss", null));
    add("issuer is a list", "MALFORMED", claiming("iss", List.of(name)));
  }

  private void audiences() {
    add(
        "our audience among others",
        ACCEPTED,
        claiming("aud", List.of("https://a.example", resource)));
    add("a further audience of ours", ACCEPTED, claiming("aud", "sluice"));
    add("another audience", "AUDIENCE", claiming("aud", "https://api.example/mcp"));
    add("others' audiences", "AUDIENCE", claiming("aud", List.of("https://a.example", "b")));
    add("audience with a slash more", "AUDIENCE", claiming("aud", resource + "/"));
    add("audience of the host", "AUDIENCE", claiming("aud", resource.replace("/mcp", "")));
    add("audience as a prefix", "AUDIENCE", claiming("aud", resource + "2"));
    add("audience in capitals", "AUDIENCE", claiming("aud", resource.toUpperCase(Locale.ROOT)));
    add("audiences in one text", "AUDIENCE", claiming("aud", resource + " b"));
    add("no audience", "AUDIENCE", claiming("aud", null));
    add("empty audience", "AUDIENCE", claiming("aud", ""));
    add("empty list of audiences", "AUDIENCE", claiming("aud", List.of()));
    add("audience is a number", "MALFORMED", claiming("aud", 7));
  }

  private void uses() {
    Map<String, Object> idToken =
        Map.of("aud", "client-1", "nonce", "n", "at_hash", "h", "auth_time", 1);
    add("ID token of a client", "USE", issuer.token(resource, now, copy(idToken)));
    add("ID token for us, with a nonce", "USE", claiming("nonce", "n"));
    add("ID token for us, with at_hash", "USE", claiming("at_hash", "h"));
    add("ID token, as Cognito says it", "USE", claiming("token_use", "id"));
    add("ID token, as Keycloak says it", "USE", claiming("typ", "ID"));
    add("refresh token, as Keycloak says it", "USE", claiming("typ", "Refresh"));
    add("ID token without a sign of it", "AUDIENCE", claiming("aud", "client-1"));
  }

  private void times() {
    long second = now.getEpochSecond();
    add("ended 15 s ago", ACCEPTED, claiming("exp", second - 15));
    add("ended 45 s ago", "EXPIRED", claiming("exp", second - 45));
    add("ended at the beginning of time", "EXPIRED", claiming("exp", 0));
    add("ended before it", "EXPIRED", claiming("exp", -1));
    add("ends in half a second more", ACCEPTED, claiming("exp", second + 3_600.5));
    add("no end", "NO_EXPIRY", claiming("exp", null));
    add("end is a text", "MALFORMED", claiming("exp", "9999999999"));
    add("end is a list", "MALFORMED", claiming("exp", List.of(second + 3_600)));
    add("begins in 15 s", ACCEPTED, claiming("nbf", second + 15));
    add("begins in 60 s", "NOT_YET", claiming("nbf", second + 60));
    add("begin is a text", "MALFORMED", claiming("nbf", "now"));
    add("issued in 15 s", ACCEPTED, claiming("iat", second + 15));
    add("issued in 60 s", "NOT_YET", claiming("iat", second + 60));
    add("not said when issued", ACCEPTED, claiming("iat", null));
  }

  private void callers() {
    add("a tenant", ACCEPTED, claiming("tenant", "BUILDING"));
    add("tenant is a number", "CLAIMS", claiming("tenant", 7));
    add("tenant is blank", "CLAIMS", claiming("tenant", " "));
    add("subject beyond ASCII", ACCEPTED, claiming("sub", "Zoë"));
    add("no subject", "CLAIMS", claiming("sub", null));
    add("empty subject", "CLAIMS", claiming("sub", ""));
    add("subject with a line end", "CLAIMS", claiming("sub", "ada\nroot"));
    add("subject of 600 characters", "CLAIMS", claiming("sub", "a".repeat(600)));
    add("subject is a number", "CLAIMS", claiming("sub", 7));
    add("no scopes", ACCEPTED, claiming("scope", null));
    add("scopes with spaces too many", ACCEPTED, claiming("scope", "  orders.read   x "));
    add("scopes in a list", ACCEPTED, claiming("scope", List.of("orders.read")));
    add("scope for everything", "CLAIMS", claiming("scope", "orders.read *"));
    add("scope with a quote", "CLAIMS", claiming("scope", "orders\"read"));
    add("scopes are a number", "CLAIMS", claiming("scope", 7));
    add("scope is a number", "CLAIMS", claiming("scope", List.of("orders.read", 7)));
  }

  private void carriers() {
    String good = signed(issuer.rsa, Map.of());
    String none = "NO_SINGLE_BEARER";
    carried("bearer in small letters", ACCEPTED, "bearer " + good);
    carried("BEARER in capitals", ACCEPTED, "BEARER " + good);
    carried("two spaces", ACCEPTED, "Bearer  " + good);
    carried("no header", none);
    carried("empty header", none, "");
    carried("Basic", none, "Basic YWRhOmFkYQ==");
    carried("Bearer alone", none, "Bearer");
    carried("no scheme", none, good);
    carried("DPoP", none, "DPoP " + good);
    carried("quotes", none, "Bearer \"" + good + "\"");
    carried("two tokens in one header", none, "Bearer " + good + ", Bearer " + good);
    carried("a word behind", none, "Bearer " + good + " x");
    carried("two headers", none, "Bearer " + good, "Bearer " + signed(issuer.ec, Map.of()));
    carried("the same header twice", none, "Bearer " + good, "Bearer " + good);
    carried("Basic, then Bearer", none, "Basic YWRhOmFkYQ==", "Bearer " + good);
    cases.add(new TokenCase("token in the query", List.of(), "access_token=" + good, none));
    cases.add(
        new TokenCase(
            "good header, and another token in the query",
            List.of("Bearer " + good),
            "access_token=x",
            ACCEPTED));
  }

  private void carried(String name, String expected, String... authorization) {
    cases.add(new TokenCase(name, List.of(authorization), "", expected));
  }

  private void add(String name, String expected, String token) {
    carried(name, expected, "Bearer " + token);
  }

  private String signed(SigningKey key, Map<String, ? extends @Nullable Object> header) {
    return issuer.sign(key, header, issuer.claims(resource, now, Map.of()));
  }

  private String claiming(String name, @Nullable Object value) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    changes.put(name, value);
    return issuer.token(resource, now, changes);
  }

  private String typed(String type) {
    return signed(issuer.rsa, Map.of("typ", type));
  }

  private String named(String kid) {
    return signed(issuer.rsa, Map.of("kid", kid));
  }

  private Map<String, @Nullable Object> claims(String name, Object value) {
    return issuer.claims(resource, now, Map.of(name, value));
  }

  private Map<String, @Nullable Object> header(Map<String, Object> changes) {
    return TokenIssuer.header(issuer.rsa, changes);
  }

  private static Map<String, @Nullable Object> copy(Map<String, Object> map) {
    return new LinkedHashMap<>(map);
  }

  private static Map<String, @Nullable Object> without(String name) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    changes.put(name, null);
    return changes;
  }

  private String unsigned(String algorithm, String signature) {
    return part(header(Map.of("alg", algorithm)))
        + "."
        + part(issuer.claims(resource, now, Map.of()))
        + "."
        + signature;
  }

  private String signature() {
    return signed(issuer.rsa, Map.of()).split("\\.", -1)[2];
  }

  @FunctionalInterface
  private interface Signer {
    byte[] sign(String input);
  }

  private String withSignature(String algorithm, Signer signer) {
    String input =
        part(header(Map.of("alg", algorithm))) + "." + part(issuer.claims(resource, now, Map.of()));
    return input + "." + base64(signer.sign(input));
  }

  private String withMac(String algorithm, String javaName, byte[] secret, String kid) {
    String input =
        part(header(Map.of("alg", algorithm, "kid", kid)))
            + "."
            + part(issuer.claims(resource, now, Map.of()));
    try {
      Mac mac = Mac.getInstance(javaName);
      mac.init(new SecretKeySpec(secret, javaName));
      return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String constant(SigningKey key, byte[] signature) {
    String[] parts = signed(key, Map.of()).split("\\.", -1);
    return parts[0] + "." + parts[1] + "." + base64(signature);
  }

  private String resigned(SigningKey key, String how) {
    String[] parts = signed(key, Map.of()).split("\\.", -1);
    String input = parts[0] + "." + parts[1];
    return input + "." + base64(key.sign(input, how));
  }

  private String rawHeader() {
    return TokenIssuer.JSON.writeValueAsString(header(Map.of()));
  }

  /** Signed by the issuer, whatever it is. */
  private String raw(String header, String claims) {
    String input = base64(header.getBytes(UTF_8)) + "." + claims;
    return input + "." + base64(issuer.rsa.sign(input));
  }

  private static byte[] filled(int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 7);
    return bytes;
  }

  private static String longToken(int length) {
    return "a".repeat(length - 4) + ".b.c";
  }
}
