package dev.sluice.call.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A version of a key.
 *
 * @param id names it in what it signed: 1 to 32 letters and digits
 * @param secret at least {@value #LEAST_SECRET_BYTES} bytes, which {@link #toString} does not show
 * @param since when it was made
 */
@SuppressWarnings("ArrayRecordComponent") // Found by its id, never compared.
public record Key(String id, byte[] secret, Instant since) {
  /** As many as HMAC-SHA256 has use for. */
  public static final int LEAST_SECRET_BYTES = 32;

  /** Enough to tell two live versions apart, and cursors stay short. */
  private static final int RANDOM_ID_BYTES = 4;

  private static final String ALGORITHM = "HmacSHA256";

  /** Throws {@link IllegalArgumentException} on a short secret or another kind of id. */
  public Key {
    if (!id.matches("[A-Za-z0-9]{1,32}")) {
      throw new IllegalArgumentException("a key's id is 1 to 32 letters and digits");
    }
    if (secret.length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "the key '"
              + id
              + "' has "
              + secret.length
              + " bytes, not "
              + LEAST_SECRET_BYTES
              + " or more");
    }
    secret = secret.clone();
  }

  /** A new one. Its generator is made now: one from before a snapshot would repeat itself. */
  public static Key random(Instant now) {
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[RANDOM_ID_BYTES];
    byte[] secret = new byte[LEAST_SECRET_BYTES];
    random.nextBytes(id);
    random.nextBytes(secret);
    return new Key(HexFormat.of().formatHex(id), secret, now.truncatedTo(ChronoUnit.MILLIS));
  }

  /** HMAC-SHA256 under this key, for one thread. */
  public Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** The MAC of some texts, 32 bytes. No two lists of texts give the same bytes to it. */
  public byte[] mac(String... parts) {
    Mac mac = mac();
    for (String part : parts) {
      byte[] bytes = part.getBytes(UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      mac.update(bytes);
    }
    return mac.doFinal();
  }

  @Override
  public String toString() {
    return "Key[id=" + id + "]";
  }
}
