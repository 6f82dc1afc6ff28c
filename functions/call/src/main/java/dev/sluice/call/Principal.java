package dev.sluice.call;

import java.util.Collection;
import java.util.Set;

/**
 * Who calls, as far as Sluice knows: the subject of the token, whose data it may see, and the
 * scopes it holds.
 *
 * @param subject stable name of the caller, never empty
 * @param tenant whose rows the caller sees where row-level security looks at the tenant; empty for
 *     a caller that belongs to none
 * @param scopes what the caller may do; empty for a caller that holds none
 * @param unrestricted whether the caller may do everything, whatever the scopes: no token can say
 *     so
 */
public record Principal(String subject, String tenant, Set<String> scopes, boolean unrestricted) {

  /** The caller of the open local mode, in which nobody is asked for a token. */
  public static final Principal LOCAL = new Principal("local", "", Set.of(), true);

  /** The caller of the calls that warm a snapshot: they leave no metric, record or cache entry. */
  public static final Principal PRIMING = new Principal("priming", "", Set.of(), true);

  /** Copies the scopes. Throws {@link IllegalArgumentException} on an empty subject. */
  public Principal {
    if (subject.isBlank()) {
      throw new IllegalArgumentException("a principal needs a subject");
    }
    scopes = Set.copyOf(scopes);
  }

  /**
   * The bearer of a token that names no tenant. Throws {@link IllegalArgumentException} on an empty
   * subject.
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
}
