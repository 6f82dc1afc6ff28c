package dev.sluice.function.ops.erasure;

/**
 * A store is away, or a step ran out of time. The step may be called again: it goes on. A state
 * machine knows it by its name.
 */
public final class ErasureUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For an operator, without a name and without what is held. */
  public ErasureUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
