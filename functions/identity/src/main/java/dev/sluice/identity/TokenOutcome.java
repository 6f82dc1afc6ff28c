package dev.sluice.identity;

import dev.sluice.call.Principal;

/** What the check of a token came to. */
public sealed interface TokenOutcome {

  /**
   * The token is good.
   *
   * @param principal whom it stands for
   */
  record Accepted(Principal principal) implements TokenOutcome {}

  /**
   * The token is not good; another one may be.
   *
   * @param reason for a log
   */
  record Rejected(Reason reason) implements TokenOutcome {}

  /**
   * Nobody can say: the issuer's keys are not to be had. The same token may be good later.
   *
   * @param cause for a log
   */
  record Undecided(String cause) implements TokenOutcome {}
}
