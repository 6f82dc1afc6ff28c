package dev.sluice.sql;

import dev.sluice.call.Deadline;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A few parsers, each used by one thread at a time, made when first needed and kept. One that threw
 * is dropped.
 *
 * <p>They run on threads of their own, whose stack has a known size: a virtual thread's has not,
 * and how deep a text may nest must not depend on who asks. Safe for use by several threads.
 */
final class Parsers {
  private static final long STACK_BYTES = 16L << 20;

  private final ConcurrentLinkedDeque<Grammar> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore free;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(null, work, "sql-parser", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
          });

  /** Makes none yet; of {@code most}, each takes 40 MiB. */
  Parsers(int most) {
    free = new Semaphore(most);
  }

  /**
   * Parses a text.
   *
   * @param text UTF-8 without a NUL byte
   * @throws TimeoutException when the deadline came first; nothing goes on then
   * @throws Grammar.TrapException when the text was too much for the parser
   * @throws InterruptedException when the caller was interrupted
   */
  Grammar.Outcome parse(byte[] text, Deadline deadline)
      throws TimeoutException, InterruptedException {
    Future<Grammar.Outcome> parsing = threads.submit(() -> parse(text));
    try {
      return parsing.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new Grammar.TrapException("the parser gave up: " + e.getCause());
    } finally {
      // Interrupts what is still at work. Its parser throws, and is dropped.
      parsing.cancel(true);
    }
  }

  private Grammar.Outcome parse(byte[] text) throws InterruptedException {
    free.acquire();
    try {
      @Nullable Grammar kept = idle.pollFirst();
      Grammar grammar = kept == null ? new Grammar() : kept;
      Grammar.Outcome outcome = grammar.parse(text);
      // Only here: after a throw it is not put back.
      idle.addFirst(grammar);
      return outcome;
    } finally {
      free.release();
    }
  }
}
