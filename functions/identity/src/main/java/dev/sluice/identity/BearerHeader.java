package dev.sluice.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token in a request's {@code Authorization} header (RFC 6750, 2.1). */
public final class BearerHeader {
  private static final Pattern FORM =
      Pattern.compile("(?i:bearer) +([A-Za-z0-9\\-._~+/]+=*)", Pattern.DOTALL);

  private BearerHeader() {}

  /**
   * The token; null where there is not exactly one.
   *
   * @param values of all the request's {@code Authorization} headers
   */
  public static @Nullable String token(List<String> values) {
    if (values.size() != 1) {
      return null;
    }
    Matcher matcher = FORM.matcher(values.getFirst());
    return matcher.matches() ? matcher.group(1) : null;
  }
}
