package dev.sluice.identity.subject;

import dev.sluice.call.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Somebody whom records speak of. The same name in another tenant is somebody else.
 *
 * @param tenant empty for none, as a {@link Principal} has it
 * @param name as the issuer of tokens has it, never empty
 */
public record Subject(String tenant, String name) {

  /** Throws {@link IllegalArgumentException} without a name. */
  public Subject {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a subject needs a name");
    }
  }

  /** Who a caller is. */
  public static Subject of(Principal principal) {
    return new Subject(principal.tenant(), principal.subject());
  }

  /** Never the name: it must not reach a log by way of a message. */
  @Override
  public String toString() {
    return "a subject";
  }

  /** The two as bytes, of which no other two are made. */
  public byte[] bytes() {
    byte[] tenantBytes = tenant.getBytes(StandardCharsets.UTF_8);
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + tenantBytes.length + nameBytes.length)
        .putInt(tenantBytes.length)
        .put(tenantBytes)
        .put(nameBytes)
        .array();
  }
}
