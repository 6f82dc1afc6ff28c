package dev.sluice.states;

/** What tasks invoke: Lambda, or what plays it. Called by many threads. */
public interface Functions {
  /**
   * Invokes a function and waits for its answer. A task that has given up waiting does not
   * interrupt it, as Lambda would not.
   *
   * @param functionName a name or an ARN, as the state machine has it
   * @param payloadJson at most 262,144 bytes
   */
  Outcome invoke(String functionName, String payloadJson);

  /** What an invocation came to. */
  sealed interface Outcome {}

  /** The function answered. */
  record Answer(String payloadJson) implements Outcome {}

  /**
   * The function threw, or could not be invoked.
   *
   * @param errorType by which retriers and catchers know it; what Lambda itself says starts with
   *     {@code Lambda.}
   */
  record Failed(String errorType, String errorMessage) implements Outcome {}
}
