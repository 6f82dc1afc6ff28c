package dev.sluice.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * Tells what broke and where, without the messages of what was thrown: those of libraries quote
 * what they choke on, which may be what a caller sent or a row holds.
 */
public final class Fault {
  private static final int MOST_CAUSES = 4;

  private Fault() {}

  /** The classes of what was thrown and of its causes, each with the place where it was made. */
  public static String of(Throwable thrown) {
    StringBuilder told = new StringBuilder();
    @Nullable Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      told.append(depth == 0 ? "" : ", by ").append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      if (frames.length > 0) {
        told.append(" at ").append(frames[0]);
      }
      cause = cause.getCause();
    }
    return told.toString();
  }
}
