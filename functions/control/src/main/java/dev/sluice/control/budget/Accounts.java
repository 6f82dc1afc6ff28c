package dev.sluice.control.budget;

import dev.sluice.cache.CounterStore.Account;
import dev.sluice.call.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Whose counters are called what. A subject's account has the hash by which all stores name it, so
 * that erasure finds it; neither its name nor its tenant can be read in it.
 */
public final class Accounts {
  /** 132 bits: two tenants never share an account. */
  private static final int HASH_CHARS = 22;

  private static final String SUBJECT = "subject-";

  private Accounts() {}

  /**
   * The account of one caller.
   *
   * @param tenant empty for a caller of none
   */
  public static Account principal(String tenant, String subject) {
    return of(new Subject(tenant, subject));
  }

  /** The same. */
  static Account of(Subject subject) {
    String own = subject.hash();
    return new Account(
        subject.tenant().isEmpty() ? own : hash("tenant", subject.tenant()), SUBJECT + own);
  }

  /** The hash of the subject whose account it is; empty for a tenant's. */
  static Optional<String> subjectIn(Account account) {
    return account.name().startsWith(SUBJECT)
        ? Optional.of(account.name().substring(SUBJECT.length()))
        : Optional.empty();
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
