package dev.sluice.call.secret;

import java.util.Optional;

/**
 * Where keys come from. Every environment of a function must be told the same ones. Keys are asked
 * for when they are used and kept by nobody else, so that no snapshot holds them and a rotation
 * needs no release. Implementations are safe for use by several threads.
 */
@FunctionalInterface
public interface Secrets {

  /**
   * The live versions of a key.
   *
   * @throws NoSecretException when they cannot be had
   */
  LiveKeys of(SecretName name);

  /**
   * The version that something was signed with, by its id; empty when it has been replaced twice
   * since, or never was one.
   *
   * @throws NoSecretException when keys cannot be had
   */
  default Optional<Key> find(SecretName name, String id) {
    return of(name).find(id);
  }

  /** No keys: for what signs and hashes nothing. */
  static Secrets none() {
    return name -> {
      throw new NoSecretException("there is no key '" + name.text() + "': no secrets are named");
    };
  }
}
