package dev.sluice.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.util.List;

/** Which key may have signed what, and how that is seen. */
final class Signatures {
  /** NIST SP 800-131A, and RFC 7518, 3.3. */
  private static final int LEAST_RSA_BITS = 2_048;

  /** More is slow to verify, and a stranger could have it verified. */
  private static final int MOST_RSA_BITS = 8_192;

  private Signatures() {}

  /**
   * The keys of a set that a header can mean: of its name, and made for its algorithm. A header
   * without a name means the only one of its kind, and none where there are several.
   */
  static List<JWK> fitting(List<JWK> keys, JWSHeader header) {
    String kid = header.getKeyID();
    List<JWK> fitting =
        keys.stream()
            .filter(key -> kid == null || kid.equals(key.getKeyID()))
            .filter(key -> isFor(key, header.getAlgorithm().getName()))
            .toList();
    return kid == null && fitting.size() > 1 ? List.of() : fitting;
  }

  private static boolean isFor(JWK key, String algorithm) {
    if (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE)) {
      return false;
    }
    if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm)) {
      return false;
    }
    return switch (key) {
      case RSAKey rsa ->
          (algorithm.equals("RS256") || algorithm.equals("PS256"))
              && rsa.size() >= LEAST_RSA_BITS
              && rsa.size() <= MOST_RSA_BITS;
      case ECKey ec -> algorithm.equals("ES256") && ec.getCurve().equals(Curve.P_256);
      case OctetKeyPair pair -> algorithm.equals("EdDSA") && pair.getCurve().equals(Curve.Ed25519);
      default -> false;
    };
  }

  static JWSVerifier verifier(JWK key) throws JOSEException {
    return switch (key) {
      case RSAKey rsa -> new RSASSAVerifier(rsa);
      case ECKey ec -> new ECDSAVerifier(ec);
      case OctetKeyPair pair -> new Ed25519JdkVerifier(pair);
      default -> throw new JOSEException("no signature is made with a key of this kind");
    };
  }
}
