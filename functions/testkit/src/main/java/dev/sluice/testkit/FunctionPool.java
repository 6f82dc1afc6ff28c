package dev.sluice.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * A function with as many environments as there are calls at once, up to a number, as Lambda scales
 * it: each takes one event at a time, and one that ended is replaced by the next call. Thread-safe.
 */
public final class FunctionPool implements AutoCloseable {

  /** Starts one environment. */
  @FunctionalInterface
  public interface Starter {
    /** One that takes events, now or soon. */
    FunctionProcess start() throws IOException;
  }

  private final Starter starter;
  private final Semaphore free;
  private final Deque<FunctionProcess> idle = new ArrayDeque<>();
  private final List<FunctionProcess> busy = new ArrayList<>();
  private boolean closed;

  /**
   * A pool without any yet.
   *
   * @param most environments at once; further calls wait, where Lambda would throttle
   */
  public FunctionPool(Starter starter, int most) {
    this.starter = starter;
    this.free = new Semaphore(most);
  }

  /**
   * Invokes the function. An environment that ended, or overran its time, is an error as Lambda
   * names it, and is gone.
   */
  public Outcome invoke(byte[] event) throws InterruptedException {
    free.acquire();
    try {
      FunctionProcess process = take();
      boolean whole = false;
      try {
        Outcome outcome = process.invoke(event);
        whole = process.isAlive();
        return outcome;
      } catch (FunctionFailure e) {
        return new Outcome.FunctionError(type(e), String.valueOf(e.getMessage()), "");
      } finally {
        giveBack(process, whole);
      }
    } catch (IOException e) {
      return new Outcome.FunctionError("Lambda.ServiceException", String.valueOf(e), "");
    } finally {
      free.release();
    }
  }

  /** The environments that work on an event just now. */
  public synchronized List<FunctionProcess> busy() {
    return List.copyOf(busy);
  }

  /** Ends them all. */
  @Override
  public void close() {
    List<FunctionProcess> all;
    synchronized (this) {
      closed = true;
      all = new ArrayList<>(idle);
      all.addAll(busy);
      idle.clear();
    }
    all.forEach(FunctionPool::end);
  }

  private FunctionProcess take() throws IOException {
    FunctionProcess process;
    synchronized (this) {
      if (closed) {
        throw new IOException("the pool is closed");
      }
      do {
        process = idle.poll();
      } while (process != null && !process.isAlive());
    }
    if (process == null) {
      process = starter.start();
    }
    synchronized (this) {
      busy.add(process);
    }
    return process;
  }

  private void giveBack(FunctionProcess process, boolean whole) {
    boolean kept;
    synchronized (this) {
      busy.remove(process);
      kept = whole && !closed;
      if (kept) {
        idle.push(process);
      }
    }
    if (!kept) {
      end(process);
    }
  }

  private static void end(FunctionProcess process) {
    try {
      process.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String type(FunctionFailure failure) {
    return switch (failure.kind()) {
      case TIMED_OUT -> "Sandbox.Timedout";
      case EXITED -> "Runtime.ExitError";
      case INIT_ERROR, RESTORE_ERROR -> failure.errorType();
    };
  }
}
