package dev.sluice.function.ops.version;

/**
 * A version or alias of the function that answers. Implementations are safe for several threads.
 */
@FunctionalInterface
public interface Version {

  /**
   * Has an event answered.
   *
   * @return what the function answered, as API Gateway would get it
   * @throws VersionFailed where it did not answer, saying why
   */
  byte[] invoke(byte[] event) throws VersionFailed;
}
