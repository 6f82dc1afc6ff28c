package dev.sluice.data;

import dev.sluice.call.Principal;
import java.util.TreeSet;

/**
 * What row-level security may know of who asks, each in a setting of its own. All of them are set
 * for every transaction, so that none can be another caller's.
 *
 * @param subject for {@code sluice.subject}
 * @param tenant for {@code sluice.tenant}; empty for a caller of no tenant
 * @param scopes for {@code sluice.scopes}, sorted, a space between them; {@code *} for a caller
 *     that may do everything
 */
record Claims(String subject, String tenant, String scopes) {
  /** Of a piece of work that runs no statement: a policy, if it is asked at all, lets nobody in. */
  static final Claims OF_NOBODY = new Claims("", "", "");

  private static final String ALL_SCOPES = "*";

  static Claims of(Principal principal) {
    return new Claims(
        principal.subject(),
        principal.tenant(),
        principal.unrestricted()
            ? ALL_SCOPES
            : String.join(" ", new TreeSet<>(principal.scopes())));
  }
}
