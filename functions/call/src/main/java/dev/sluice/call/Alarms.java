package dev.sluice.call;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs what it is given once its time is over, unless it is called off before, as nearly all is.
 * Safe for use by several threads.
 *
 * <p>Made for limits that every call sets and none reaches: the one thread that waits is not woken
 * by an alarm that is later than its next look, nor by one that is called off. A timer wakes its
 * thread for each, and again when it is called off.
 */
public final class Alarms implements AutoCloseable {
  private static final long LONGEST_SLEEP_NANOS = TimeUnit.HOURS.toNanos(1);

  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private final Set<Alarm> waiting = new HashSet<>();
  private @Nullable Thread thread;
  private long nextLookNanos;
  private boolean closed;

  /** Has no thread before the first alarm; its name begins with this one. */
  public Alarms(String name) {
    this.name = name;
  }

  /** Something that is run later, or never. */
  public final class Alarm {
    private final long atNanos;
    private final Runnable action;

    private Alarm(long atNanos, Runnable action) {
      this.atNanos = atNanos;
      this.action = action;
    }

    /** Calls it off; whether it had not begun. Does nothing a second time. */
    public boolean callOff() {
      lock.lock();
      try {
        return waiting.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Runs something later, on a virtual thread of its own.
   *
   * @param after by {@link System#nanoTime}
   * @throws IllegalStateException when closed
   */
  public Alarm set(Duration after, Runnable action) {
    Alarm alarm = new Alarm(System.nanoTime() + after.toNanos(), action);
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the alarms are closed");
      }
      waiting.add(alarm);
      if (thread == null) {
        nextLookNanos = alarm.atNanos;
        thread = Thread.ofPlatform().daemon().name(name + "-alarms").start(this::watch);
      } else if (alarm.atNanos - nextLookNanos < 0) {
        sooner.signal();
      }
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  /** Calls all off. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      sooner.signal();
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    lock.lock();
    try {
      while (!closed) {
        long sleepNanos = ringDue();
        nextLookNanos = System.nanoTime() + sleepNanos;
        long _ = sooner.awaitNanos(sleepNanos);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody else knows this thread", e);
    } finally {
      lock.unlock();
    }
  }

  /** Starts what is due; the time until the next is. */
  private long ringDue() {
    long now = System.nanoTime();
    long leastNanos = LONGEST_SLEEP_NANOS;
    Iterator<Alarm> all = waiting.iterator();
    while (all.hasNext()) {
      Alarm alarm = all.next();
      long leftNanos = alarm.atNanos - now;
      if (leftNanos > 0) {
        leastNanos = Math.min(leastNanos, leftNanos);
      } else {
        all.remove();
        Thread.ofVirtual().name(name).start(alarm.action);
      }
    }
    return leastNanos;
  }
}
