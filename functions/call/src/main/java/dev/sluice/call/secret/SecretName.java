package dev.sluice.call.secret;

/**
 * Every key that something is signed or hashed with. A new one is a line here: files make it when
 * it is first asked for; in Secrets Manager it must be made.
 */
public enum SecretName {
  /** Signs what a client carries between a question of ours and its answer. */
  REQUEST_STATE("request-state"),
  /** Signs where an answer was cut. */
  CURSOR("cursor"),
  /** Hashes values under the mask {@code hash}. */
  MASK("mask"),
  /** Hashes what the audit trail must not tell. */
  AUDIT("audit"),
  /** Makes tombstones of subjects that were erased. A new one would find none of the old. */
  ERASURE("erasure");

  private final String text;

  SecretName(String text) {
    this.text = text;
  }

  /** The name as files, commands and Secrets Manager have it: lower case letters and hyphens. */
  public String text() {
    return text;
  }

  /** Whether a new version may take its place. */
  public boolean isRotated() {
    return this != ERASURE;
  }
}
