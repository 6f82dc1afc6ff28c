package dev.sluice.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** Ed25519 by the JDK (JEP 339): the library's own verifier wants a further library for it. */
final class Ed25519JdkVerifier extends BaseJWSProvider implements JWSVerifier {
  private static final int KEY_BYTES = 32;

  /** SubjectPublicKeyInfo up to the key (RFC 8410, 4). */
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final PublicKey key;

  Ed25519JdkVerifier(OctetKeyPair pair) throws JOSEException {
    super(Set.of(JWSAlgorithm.EdDSA));
    byte[] x = pair.getDecodedX();
    if (x.length != KEY_BYTES) {
      throw new JOSEException("an Ed25519 key of " + x.length + " bytes");
    }
    byte[] encoded = new byte[PREFIX.length + KEY_BYTES];
    System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
    System.arraycopy(x, 0, encoded, PREFIX.length, KEY_BYTES);
    try {
      key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new JOSEException("an Ed25519 key that is none", e);
    }
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature)
      throws JOSEException {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signingInput);
      return verifier.verify(signature.decode());
    } catch (SignatureException e) {
      return false; // Not of the form of a signature.
    } catch (GeneralSecurityException e) {
      throw new JOSEException("Ed25519: " + e.getMessage(), e);
    }
  }
}
