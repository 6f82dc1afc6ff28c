package dev.sluice.task.result;

import java.time.Duration;
import java.util.regex.Pattern;

/** What every store refuses. */
final class ObjectChecks {
  /** S3 allows 1,024 bytes. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*");

  private static final int MOST_KEY_CHARACTERS = 200;

  private ObjectChecks() {}

  static void key(String key) {
    if (key.length() > MOST_KEY_CHARACTERS || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "no key: '" + key + "'; write words of A-Z a-z 0-9 _ - . with slashes between them");
    }
  }

  static void content(String key, byte[] content) {
    if (content.length > ObjectStore.MOST_OBJECT_BYTES) {
      throw new IllegalArgumentException(
          key
              + " has "
              + content.length
              + " bytes; an object has at most "
              + ObjectStore.MOST_OBJECT_BYTES);
    }
  }

  static void count(int most) {
    if (most < 1 || most > ObjectStore.MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          most + " at once; ask for 1 to " + ObjectStore.MOST_AT_ONCE);
    }
  }

  static void validity(Duration validFor) {
    if (validFor.compareTo(Duration.ofSeconds(1)) < 0
        || validFor.compareTo(ObjectStore.MOST_LINK) > 0) {
      throw new IllegalArgumentException(
          "a link for " + validFor + "; ask for 1 s to " + ObjectStore.MOST_LINK);
    }
  }
}
