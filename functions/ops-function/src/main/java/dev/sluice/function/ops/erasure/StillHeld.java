package dev.sluice.function.ops.erasure;

/**
 * Something was found after all had been erased, and was erased as well. To be called again: it is
 * over when nothing is found. A state machine knows it by its name.
 */
public final class StillHeld extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For an operator, without a name and without what is held. */
  public StillHeld(String message) {
    super(message);
  }
}
