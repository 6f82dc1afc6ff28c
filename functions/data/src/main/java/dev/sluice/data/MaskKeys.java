package dev.sluice.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The key of the mask {@code hash}: every environment of a function must know the same. It is asked
 * for at each read that needs it, and kept no longer, so that no snapshot holds it. With another
 * key all hashes are others: it is not to be rotated without need. Implementations are safe for use
 * by several threads.
 */
@FunctionalInterface
public interface MaskKeys {

  /**
   * The key as it stands now.
   *
   * @throws IllegalStateException when there is none, saying where it was looked for
   */
  Key current();

  /**
   * A key.
   *
   * @param secret at least 32 bytes, which {@link #toString} does not show
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Key(byte[] secret) {
    private static final int LEAST_SECRET_BYTES = 32;

    /** Throws {@link IllegalArgumentException} on a short secret. */
    public Key {
      if (secret.length < LEAST_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "the key of masks has " + secret.length + " bytes, not 32 or more");
      }
      secret = secret.clone();
    }

    @Override
    public String toString() {
      return "Key";
    }
  }

  /**
   * Reads {@code {"key": …}}, Base64 of at least 32 bytes, from a file each time it is asked: the
   * form in which Secrets Manager keeps a secret.
   */
  static MaskKeys inFile(Path file) {
    return () -> {
      try {
        JsonNode secret = JsonMapper.shared().readTree(Files.readString(file));
        return new Key(Base64.getDecoder().decode(secret.path("key").asString("")));
      } catch (IOException | JacksonException | IllegalArgumentException e) {
        // The cause is left out: a parser quotes what it could not read.
        throw new IllegalStateException(
            file + " is no key of masks: write {\"key\": …}, Base64 of 32 bytes or more");
      }
    };
  }

  /** No key: for a catalogue that hashes nothing. An answer that needs one is refused. */
  static MaskKeys none() {
    return () -> {
      throw new IllegalStateException("there is no key for the mask 'hash'");
    };
  }
}
