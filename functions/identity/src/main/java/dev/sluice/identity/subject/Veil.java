package dev.sluice.identity.subject;

import java.util.HexFormat;

/**
 * What records show of somebody, and of what they asked. With the subject's key both are lost.
 *
 * @param pseudonym of the subject
 * @param argumentsKey made of the subject's key: who lacks it cannot try arguments out, however few
 *     there can be
 */
@SuppressWarnings("ArrayRecordComponent") // A key is never compared.
public record Veil(Pseudonym pseudonym, byte[] argumentsKey) {

  /** Arguments as a record has them: 64 characters, the same for the same subject and arguments. */
  public String hash(byte[] canonicalArguments) {
    return HexFormat.of().formatHex(Pseudonyms.mac(argumentsKey, canonicalArguments));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "Veil[" + pseudonym.text() + "]";
  }
}
