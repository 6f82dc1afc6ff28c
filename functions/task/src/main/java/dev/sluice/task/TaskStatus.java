package dev.sluice.task;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Where a task stands. What has ended stays as it is. */
public sealed interface TaskStatus {

  /** Whether it may become that. */
  default boolean mayBecome(TaskStatus next) {
    return switch (this) {
      case Waiting _ ->
          next instanceof Started || next instanceof Failed || next instanceof Cancelled;
      case Started _ ->
          next instanceof Running running
              ? running.attempt() == 1
              : next instanceof Asking || isEndWithoutResult(next);
      case Running running ->
          next instanceof Running after
              ? after.attempt() == running.attempt() || after.attempt() == running.attempt() + 1
              : next instanceof Completed completed
                  ? completed.attempt() == running.attempt()
                  : isEndWithoutResult(next);
      case Asking _ ->
          next instanceof Asking || next instanceof Started || isEndWithoutResult(next);
      case Ended _ -> false;
    };
  }

  /** An end that needs no attempt. */
  private static boolean isEndWithoutResult(TaskStatus next) {
    return next instanceof Failed || next instanceof Cancelled;
  }

  /** It holds one of the turns that its tenant, and all together, may have at a time. */
  default boolean hasTurn() {
    return this instanceof Started || this instanceof Running || this instanceof Asking;
  }

  /** It is stored, and its turn has not come. */
  record Waiting() implements TaskStatus {}

  /**
   * It has its turn; an execution of its name was started, or will be by the sweeper.
   *
   * @param token that the execution waited for, and may still wait for where whoever stored the
   *     last answer did not come to tell it; null where nothing was asked
   */
  record Started(@Nullable String token) implements TaskStatus {
    /** It asked nothing. */
    public Started() {
      this(null);
    }
  }

  /**
   * An attempt is under way.
   *
   * @param attempt from 1; the last that began is the only one that counts
   * @param rows how many rows are stored by now
   * @param outcome what it came to, once it has; null before
   */
  record Running(int attempt, long rows, @Nullable Outcome outcome) implements TaskStatus {
    /** Throws {@link IllegalArgumentException} where there is no such attempt. */
    public Running {
      if (attempt < 1 || rows < 0) {
        throw new IllegalArgumentException(
            "attempt " + attempt + " with " + rows + " rows: not from 1 and 0 on");
      }
    }

    /** An attempt that begins. */
    public static Running attempt(int attempt) {
      return new Running(attempt, 0, null);
    }
  }

  /**
   * It needs its owner's answer.
   *
   * @param requests what it asks, by key, in MCP's form
   * @param answers what was answered by now, by key
   * @param token that the state machine waits for
   */
  record Asking(Map<String, JsonNode> requests, Map<String, JsonNode> answers, String token)
      implements TaskStatus {
    /** Copies the maps. */
    public Asking {
      requests = Map.copyOf(requests);
      answers = Map.copyOf(answers);
    }
  }

  /** It has ended. */
  sealed interface Ended extends TaskStatus {}

  /**
   * It has a result.
   *
   * @param attempt whose it is
   * @param rows how many, zero where the result is not rows
   * @param bytes uncompressed
   * @param result what is no rows: a tool's own result in MCP's form; null for rows
   */
  record Completed(int attempt, long rows, long bytes, @Nullable JsonNode result) implements Ended {

    /** With what an attempt came to. */
    public static Completed of(int attempt, Outcome outcome) {
      return new Completed(attempt, outcome.rows(), outcome.bytes(), outcome.result());
    }
  }

  /**
   * It came to nothing.
   *
   * @param code JSON-RPC's
   * @param message for its owner: what happened, and what to do instead
   */
  record Failed(int code, String message) implements Ended {}

  /** Its owner told it to end. */
  record Cancelled() implements Ended {}
}
