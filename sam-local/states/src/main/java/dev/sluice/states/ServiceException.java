package dev.sluice.states;

/** A request that Step Functions refuses, by the code that it has for that. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Codes as they go over the wire. */
  @SuppressWarnings("JavaCase") // The wire's own names.
  public enum Code {
    ExecutionAlreadyExists,
    ExecutionDoesNotExist,
    ExecutionLimitExceeded,
    InvalidArn,
    InvalidExecutionInput,
    InvalidName,
    InvalidOutput,
    InvalidToken,
    StateMachineDoesNotExist,
    TaskTimedOut,
    UnknownOperationException,
    ValidationException
  }

  private final Code code;

  /** A refusal, with what to do instead where it is not plain. */
  public ServiceException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }
}
