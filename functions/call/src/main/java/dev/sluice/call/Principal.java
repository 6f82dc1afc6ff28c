package dev.sluice.call;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who calls, as far as Sluice knows: the subject of the token, whose data it may see, and the
 * scopes it holds.
 *
 * <p>What it holds becomes settings of the database's session, the scopes as one text with spaces
 * between them. So none of it can be two things there: a scope is one word, and never the {@code *}
 * that stands for all of them.
 *
 * @param subject stable name of the caller, never empty, without control characters and halves of
 *     surrogate pairs
 * @param tenant whose rows the caller sees where row-level security looks at the tenant; empty for
 *     a caller that belongs to none; of the same characters
 * @param scopes what the caller may do, each a scope-token (RFC 6749, 3.3) but {@code *}; empty for
 *     a caller that holds none
 * @param unrestricted whether the caller may do everything, whatever the scopes: no token can say
 *     so
 */
public record Principal(String subject, String tenant, Set<String> scopes, boolean unrestricted) {

  /** RFC 6749, appendix A.4. */
  private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");

  /** The caller of the open local mode, in which nobody is asked for a token. */
  public static final Principal LOCAL = new Principal("local", "", Set.of(), true);

  /** The caller of the calls that warm a snapshot: they leave no metric, record or cache entry. */
  public static final Principal PRIMING = new Principal("priming", "", Set.of(), true);

  /** Copies the scopes. Throws {@link IllegalArgumentException} on what is none of the above. */
  public Principal {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("a principal needs a subject");
    }
    if (!tenant.isEmpty() && tenant.isBlank()) {
      throw new IllegalArgumentException("a tenant is blank: it has a name, or is empty for none");
    }
    refuseWhatIsNoText("subject", subject);
    refuseWhatIsNoText("tenant", tenant);
    scopes = Set.copyOf(scopes);
    for (String scope : scopes) {
      if (!SCOPE.matcher(scope).matches() || scope.equals("*")) {
        throw new IllegalArgumentException(
            "a scope must be one word of ASCII without quotes and backslashes, and not '*'");
      }
    }
  }

  /**
   * The bearer of a token that names no tenant. Throws {@link IllegalArgumentException} on what
   * cannot be a subject or a scope.
   */
  public Principal(String subject, Set<String> scopes) {
    this(subject, "", scopes, false);
  }

  /** The same caller, as one of a tenant. */
  public Principal ofTenant(String tenant) {
    return new Principal(subject, tenant, scopes, unrestricted);
  }

  /** Whether the caller may do all that these scopes stand for. */
  public boolean holds(Collection<String> needed) {
    return unrestricted || scopes.containsAll(needed);
  }

  /** Half a pair would become '?' in UTF-8, and another caller might be called so. */
  private static void refuseWhatIsNoText(String what, String text) {
    boolean refused =
        text.codePoints()
            .anyMatch(
                c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    if (refused) {
      throw new IllegalArgumentException(
          "a " + what + " holds a control character or half a surrogate pair");
    }
  }
}
