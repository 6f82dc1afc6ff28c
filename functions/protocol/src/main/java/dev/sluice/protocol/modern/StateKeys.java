package dev.sluice.protocol.modern;

import java.util.Optional;

/**
 * The keys that authenticate {@code requestState}: every environment of a function must know the
 * same. Two are live, so that the newer can replace the older and nothing under way is lost.
 * Implementations are safe for use by several threads.
 */
public interface StateKeys {

  /** The key to seal with. Throws {@link IllegalStateException} when there is none. */
  Key current();

  /** A key that is still good for opening, by its id. */
  Optional<Key> find(String id);

  /**
   * A key.
   *
   * @param id names it in what it sealed; letters and digits
   * @param secret at least 32 bytes, which {@link #toString} does not show
   */
  @SuppressWarnings("ArrayRecordComponent") // Found by its id, never compared.
  record Key(String id, byte[] secret) {
    private static final int LEAST_SECRET_BYTES = 32;

    /** Throws {@link IllegalArgumentException} on a short secret or another kind of id. */
    public Key {
      if (!id.matches("[A-Za-z0-9]{1,32}")) {
        throw new IllegalArgumentException("a key's id is 1 to 32 letters and digits");
      }
      if (secret.length < LEAST_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "the key '" + id + "' has " + secret.length + " bytes, not 32 or more");
      }
      secret = secret.clone();
    }

    @Override
    public String toString() {
      return "Key[id=" + id + "]";
    }
  }

  /** Two fixed keys. */
  static StateKeys of(Key current, Key previous) {
    return new StateKeys() {
      @Override
      public Key current() {
        return current;
      }

      @Override
      public Optional<Key> find(String id) {
        return id.equals(current.id())
            ? Optional.of(current)
            : id.equals(previous.id()) ? Optional.of(previous) : Optional.empty();
      }
    };
  }

  /** No keys: for a server none of whose handlers asks for input with a state. */
  static StateKeys none() {
    return new StateKeys() {
      @Override
      public Key current() {
        throw new IllegalStateException("there is no key for requestState");
      }

      @Override
      public Optional<Key> find(String id) {
        return Optional.empty();
      }
    };
  }
}
