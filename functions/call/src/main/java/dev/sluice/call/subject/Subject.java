package dev.sluice.call.subject;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Principal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Set;

/**
 * Whose data something is: a subject, as its tenant knows it.
 *
 * @param tenant empty for a subject that belongs to none
 * @param name as tokens have it, never empty
 */
public record Subject(String tenant, String name) {
  /** Before what is hashed, so that no other hash of the same texts is the same. */
  private static final String LABEL = "sluice subject\n";

  private static final String NAME_LABEL = "sluice subject's name\n";

  /** Throws {@link IllegalArgumentException} on what cannot be in a token. */
  public Subject {
    var _ = new Principal(name, tenant, Set.of(), false);
  }

  /** Whose data a caller's is. */
  public static Subject of(Principal principal) {
    return new Subject(principal.tenant(), principal.subject());
  }

  /**
   * By which stores name it: SHA-256 of both, 43 characters of base64url. Whoever knows or guesses
   * the subject can make the same, so it stands only beside data of the subject, and ends with
   * them.
   */
  public String hash() {
    return hash(LABEL, bytes());
  }

  /** The same of a name alone, for what names a subject whatever its tenant. */
  public static String nameHash(String name) {
    return hash(NAME_LABEL, name.getBytes(UTF_8));
  }

  private static String hash(String label, byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update(label.getBytes(US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest(bytes));
  }

  /** The two as bytes, of which no other two are made. */
  public byte[] bytes() {
    byte[] tenantBytes = tenant.getBytes(UTF_8);
    byte[] nameBytes = name.getBytes(UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + tenantBytes.length + nameBytes.length)
        .putInt(tenantBytes.length)
        .put(tenantBytes)
        .put(nameBytes)
        .array();
  }

  /** Nothing of it, so that no log line holds a name by accident. */
  @Override
  public String toString() {
    return "Subject";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
