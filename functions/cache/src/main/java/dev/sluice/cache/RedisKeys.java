package dev.sluice.cache;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What entries, and what stands beside them, are called in Redis. */
final class RedisKeys {
  /** Of all that may be a subject's. */
  static final String PATTERN = "sluice:*";

  /** A subject's list, its tag, and what is counted for one without a tenant. */
  private static final Pattern SUBJECT =
      Pattern.compile("sluice:(?:subject:|tag:|bytes:)\\{(?:subject:)?([A-Za-z0-9_-]{43})\\}.*");

  private RedisKeys() {}

  static String ofEntry(String key) {
    return "sluice:entry:{" + key + "}";
  }

  /** Beside its entry in a cluster. */
  static String ofLease(String key) {
    return "sluice:lease:{" + key + "}";
  }

  static String ofTag(String tag) {
    return "sluice:tag:{" + tag + "}";
  }

  static String ofBytes(String owner, long period) {
    return "sluice:bytes:{" + owner + "}:" + period;
  }

  /** Which entries a subject alone is given: by the time when each ends, in milliseconds. */
  static String ofSubject(String subject) {
    return "sluice:subject:{" + subject + "}";
  }

  /** The hash that may be a subject's, in a key that may be. */
  static Optional<String> subjectIn(String key) {
    Matcher matcher = SUBJECT.matcher(key);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
