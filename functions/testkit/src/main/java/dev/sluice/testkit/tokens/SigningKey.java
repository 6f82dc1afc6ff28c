package dev.sluice.testkit.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that signs tokens, and its public half as it is published (RFC 7517).
 *
 * @param kid its name
 * @param algorithm as in a token's header
 * @param pair the key
 * @param jwk its public half
 */
public record SigningKey(
    String kid, String algorithm, KeyPair pair, Map<String, @Nullable String> jwk) {

  /** RSA for RS256 or PS256. */
  static SigningKey rsa(String kid, String algorithm, int bits) {
    KeyPair pair = pair("RSA", bits, null);
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    Map<String, @Nullable String> jwk = jwk("RSA", kid, algorithm);
    jwk.put("n", base64(unsigned(key.getModulus(), 0)));
    jwk.put("e", base64(unsigned(key.getPublicExponent(), 0)));
    return new SigningKey(kid, algorithm, pair, jwk);
  }

  /** A curve of NIST's, for ES256 or what is taken for it. */
  static SigningKey ec(String kid, String curve, String crv, int bytes) {
    KeyPair pair = pair("EC", 0, new ECGenParameterSpec(curve));
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    Map<String, @Nullable String> jwk = jwk("EC", kid, null);
    jwk.put("crv", crv);
    jwk.put("x", base64(unsigned(key.getW().getAffineX(), bytes)));
    jwk.put("y", base64(unsigned(key.getW().getAffineY(), bytes)));
    return new SigningKey(kid, "ES256", pair, jwk);
  }

  /** Ed25519. */
  static SigningKey ed25519(String kid) {
    KeyPair pair = pair("Ed25519", 0, null);
    byte[] encoded = pair.getPublic().getEncoded();
    Map<String, @Nullable String> jwk = jwk("OKP", kid, null);
    jwk.put("crv", "Ed25519");
    jwk.put("x", base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    return new SigningKey(kid, "EdDSA", pair, jwk);
  }

  /** The same key under another name, for another algorithm. */
  SigningKey named(String name, String otherAlgorithm) {
    SigningKey named = published("kid", name).published("alg", otherAlgorithm);
    return new SigningKey(name, otherAlgorithm, pair, named.jwk());
  }

  /** The same key, published with a field more or, where the value is null, less. */
  SigningKey published(String field, @Nullable String value) {
    Map<String, @Nullable String> changed = new LinkedHashMap<>(jwk);
    if (value == null) {
      changed.remove(field);
    } else {
      changed.put(field, value);
    }
    return new SigningKey(kid, algorithm, pair, changed);
  }

  /** A signature in the form that a token has it. */
  public byte[] sign(String input) {
    return sign(input, algorithm);
  }

  byte[] sign(String input, String how) {
    try {
      Signature signature = Signature.getInstance(javaName(how));
      if (how.equals("PS256")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String javaName(String how) {
    return switch (how) {
      case "RS256" -> "SHA256withRSA";
      case "RS384" -> "SHA384withRSA";
      case "RS512" -> "SHA512withRSA";
      case "PS256" -> "RSASSA-PSS";
      case "ES256" -> "SHA256withECDSAinP1363Format";
      case "ES256 as DER" -> "SHA256withECDSA";
      case "EdDSA" -> "Ed25519";
      default -> throw new IllegalArgumentException(how);
    };
  }

  private static Map<String, @Nullable String> jwk(
      String type, String kid, @Nullable String algorithm) {
    Map<String, @Nullable String> jwk = new LinkedHashMap<>();
    jwk.put("kty", type);
    jwk.put("kid", kid);
    jwk.put("use", "sig");
    if (algorithm != null) {
      jwk.put("alg", algorithm);
    }
    return jwk;
  }

  private static KeyPair pair(String kind, int bits, @Nullable AlgorithmParameterSpec curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (curve != null) {
        generator.initialize(curve);
      } else if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Without a sign; of a given length, or of as many bytes as it takes. */
  private static byte[] unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    byte[] plain = Arrays.copyOfRange(bytes, from, bytes.length);
    if (plain.length >= length) {
      return plain;
    }
    byte[] padded = new byte[length];
    System.arraycopy(plain, 0, padded, length - plain.length, plain.length);
    return padded;
  }
}
