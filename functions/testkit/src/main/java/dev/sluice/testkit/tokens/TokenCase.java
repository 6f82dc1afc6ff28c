package dev.sluice.testkit.tokens;

import java.util.List;

/**
 * A request with what may be a token.
 *
 * @param name what is special about it
 * @param authorization the values of its {@code Authorization} headers
 * @param query its query, without the question mark
 * @param expected {@code ACCEPTED}, or the reason for which it is refused
 */
public record TokenCase(String name, List<String> authorization, String query, String expected) {
  /** What is expected of a good token. */
  public static final String ACCEPTED = "ACCEPTED";

  /** Copies the list. */
  public TokenCase {
    authorization = List.copyOf(authorization);
  }

  @Override
  public String toString() {
    return name;
  }
}
