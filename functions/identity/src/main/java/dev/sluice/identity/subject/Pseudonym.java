package dev.sluice.identity.subject;

/**
 * What a record calls somebody.
 *
 * @param text 34 characters: a letter, a hyphen, 128 bits in hexadecimal. {@code p-} where it is
 *     the same in every record of that subject until its key is erased; {@code u-} where keys could
 *     not be reached, and it is the same in one environment only
 */
public record Pseudonym(String text) {
  private static final String OF_SUBJECT = "p-";
  private static final String OF_ENVIRONMENT = "u-";

  static Pseudonym ofSubject(String hex) {
    return new Pseudonym(OF_SUBJECT + hex);
  }

  static Pseudonym ofEnvironment(String hex) {
    return new Pseudonym(OF_ENVIRONMENT + hex);
  }

  /** Whether who has the subject's key can find all records of that subject by it. */
  public boolean isLinkable() {
    return text.startsWith(OF_SUBJECT);
  }
}
