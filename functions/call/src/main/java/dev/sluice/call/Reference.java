package dev.sluice.call;

import java.util.UUID;

/**
 * The name of one call, shown to the caller and written to every record of it.
 *
 * @param text 36 characters, unguessable
 */
public record Reference(String text) {

  /**
   * A new reference. To be made inside the call it names: {@link UUID#randomUUID} was measured to
   * differ between environments restored from one snapshot, a value made before it would not.
   */
  public static Reference next() {
    return new Reference(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
