package dev.sluice.control.budget;

import dev.sluice.cache.CounterStore.Account;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Whose counters are called what. A subject's account follows from its tenant and its name alone,
 * so that erasure finds it; neither can be read in it.
 */
public final class Accounts {
  /** 132 bits: two callers never share an account. */
  private static final int HASH_CHARS = 22;

  private Accounts() {}

  /**
   * The account of one caller.
   *
   * @param tenant empty for a caller of none
   */
  public static Account principal(String tenant, String subject) {
    String own = hash("subject", tenant, subject);
    return new Account(tenant.isEmpty() ? own : hash("tenant", tenant), "subject-" + own);
  }

  /** The account of all callers of a tenant together; it lies beside theirs. */
  public static Account tenant(String tenant) {
    return new Account(hash("tenant", tenant), "tenant");
  }

  /** Each text after its length, so that no two lists of them are one. */
  private static String hash(String... texts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      Arrays.stream(texts)
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .forEach(
              bytes -> {
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
              });
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(digest.digest())
          .substring(0, HASH_CHARS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
