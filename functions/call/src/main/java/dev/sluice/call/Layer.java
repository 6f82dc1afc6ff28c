package dev.sluice.call;

import java.util.Locale;

/** Where a call can be stopped, in the order in which it passes. */
public enum Layer {
  /** Nobody has said who calls, or as whom one cannot call. */
  CALLER,
  /** It is no request of the protocol. */
  REQUEST,
  /** There is no such thing, as far as the caller may know, or it is stopped. */
  CATALOGUE,
  /** The caller holds too few scopes. */
  SCOPE,
  /** The caller has used up what it may. */
  BUDGET,
  /** The arguments do not fit. */
  ARGUMENTS,
  /** The statement may not run. */
  STATEMENT,
  /** The statement's plan costs too much. */
  COST,
  /** The tool itself, in words of its own. */
  TOOL,
  /** The database gave no rows. */
  DATABASE,
  /** What keeps tasks, or a task itself. */
  TASK,
  /** The call's time was up. */
  DEADLINE,
  /** The answer is too large to be sent. */
  ANSWER,
  /** Sluice broke. */
  FAULT;

  /** As a record has it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
