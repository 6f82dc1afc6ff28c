package dev.sluice.function.ops.version;

/** A version did not answer; the message says why, and quotes nothing of an answer. */
public final class VersionFailed extends Exception {
  private static final long serialVersionUID = 1L;

  VersionFailed(String message) {
    super(message);
  }
}
