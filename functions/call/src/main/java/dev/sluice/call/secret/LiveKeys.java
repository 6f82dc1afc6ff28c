package dev.sluice.call.secret;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two versions of a key that count at a moment.
 *
 * @param current what new things are made with
 * @param previous what still reads things made before the last rotation; null before the first one
 */
public record LiveKeys(Key current, @Nullable Key previous) {

  /** The version of that id, unless it has been replaced twice. */
  public Optional<Key> find(String id) {
    return id.equals(current.id())
        ? Optional.of(current)
        : previous != null && id.equals(previous.id()) ? Optional.of(previous) : Optional.empty();
  }
}
