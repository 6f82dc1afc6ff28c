package dev.sluice.call.secret;

/** Where keys are kept, and where they are rotated. Safe for use by several threads. */
public interface SecretStore extends Secrets {

  /**
   * Makes a new version of a key: what was the current one is the previous one from now on, and
   * what was the previous one is gone.
   *
   * @throws NoSecretException when that cannot be done
   */
  void rotate(SecretName name);
}
