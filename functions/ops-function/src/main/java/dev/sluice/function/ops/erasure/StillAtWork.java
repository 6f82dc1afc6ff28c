package dev.sluice.function.ops.erasure;

/**
 * Something still works for the subject, and would write more. To be called again in a few seconds.
 * A state machine knows it by its name.
 */
public final class StillAtWork extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For an operator, without a name and without what is held. */
  public StillAtWork(String message) {
    super(message);
  }
}
