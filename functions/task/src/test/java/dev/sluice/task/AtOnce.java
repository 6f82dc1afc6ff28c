package dev.sluice.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same, by several threads at the same time. */
public final class AtOnce {
  private AtOnce() {}

  /** What each gave, or threw, in no order. */
  public static <T> List<Object> times(int times, Callable<T> what) throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<T>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        all.add(
            threads.submit(
                () -> {
                  gate.await();
                  return what.call();
                }));
      }
      gate.countDown();
    }
    List<Object> came = new ArrayList<>();
    for (Future<T> one : all) {
      try {
        came.add(one.get());
      } catch (ExecutionException e) {
        came.add(e.getCause());
      }
    }
    return came;
  }
}
