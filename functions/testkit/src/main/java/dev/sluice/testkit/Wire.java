package dev.sluice.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What a proxy's wire does to bytes at the moment: pass, wait, or nothing. Thread-safe. */
final class Wire {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean blocked;
  private long delayNanos;

  void pass() {
    set(false, 0);
  }

  void block() {
    set(true, 0);
  }

  void delay(Duration delay) {
    set(false, delay.toNanos());
  }

  /**
   * Waits until bytes that were read at a time may go on.
   *
   * @param delayed whether a delay counts in this direction
   */
  void await(long readAtNanos, boolean delayed) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        long leftNanos = delayed ? readAtNanos + delayNanos - System.nanoTime() : 0;
        if (blocked) {
          changed.await();
        } else if (leftNanos > 0) {
          var _ = changed.await(leftNanos, TimeUnit.NANOSECONDS);
        } else {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void set(boolean block, long nanos) {
    lock.lock();
    try {
      blocked = block;
      delayNanos = nanos;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
