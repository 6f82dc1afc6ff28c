package dev.sluice.task;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What can go wrong around every call of a store or of executions, as a seed has it. */
public final class Faults {
  private final Random random;
  private double probability;
  private boolean isAway;

  /** The process ended: nothing after it happens. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crashed", null, false, false);
    }
  }

  /** A call. */
  private interface Asked<T> {
    T ask() throws TaskStoreException;
  }

  /** By a seed, and how likely a fault is on either side of a call. */
  public Faults(long seed, double probability) {
    this.random = new Random(seed);
    this.probability = probability;
  }

  /** Each call fails, and none does anything. */
  public static Faults away() {
    Faults faults = new Faults(0, 0);
    faults.goAway();
    return faults;
  }

  /** From now on each call fails. */
  public void goAway() {
    isAway = true;
  }

  /** Nothing goes wrong any more. */
  public void end() {
    probability = 0;
    isAway = false;
  }

  /** The same store, with faults. */
  public TaskStore around(TaskStore store) {
    return new TaskStore() {
      @Override
      public Written create(Task task) throws TaskStoreException {
        return ask(() -> store.create(task));
      }

      @Override
      public Optional<Task> find(TaskId id) throws TaskStoreException {
        return ask(() -> store.find(id));
      }

      @Override
      public Written change(Task before, Task after) throws TaskStoreException {
        return ask(() -> store.change(before, after));
      }

      @Override
      public List<Listed> waiting(int most) throws TaskStoreException {
        return ask(() -> store.waiting(most));
      }

      @Override
      public List<Listed> silent(Instant since, int most) throws TaskStoreException {
        return ask(() -> store.silent(since, most));
      }

      @Override
      public Page all(@Nullable String after) throws TaskStoreException {
        return ask(() -> store.all(after));
      }

      @Override
      public Written delete(Task ended) throws TaskStoreException {
        return ask(() -> store.delete(ended));
      }
    };
  }

  /** The same executions, with faults. */
  public Executions around(Executions executions) {
    return new Executions() {
      @Override
      public void start(TaskId id) throws TaskStoreException {
        ask(
            () -> {
              executions.start(id);
              return id;
            });
      }

      @Override
      public boolean hasEnded(TaskId id) throws TaskStoreException {
        return ask(() -> executions.hasEnded(id));
      }

      @Override
      public boolean isRunning(TaskId id) throws TaskStoreException {
        return ask(() -> executions.isRunning(id));
      }

      @Override
      public void goOn(String token) throws TaskStoreException {
        ask(
            () -> {
              executions.goOn(token);
              return token;
            });
      }
    };
  }

  private <T> T ask(Asked<T> asked) throws TaskStoreException {
    strike();
    T answer = asked.ask();
    strike();
    return answer;
  }

  private void strike() throws TaskStoreException {
    if (random.nextDouble() < probability) {
      throw new Crash();
    }
    if (isAway || random.nextDouble() < probability) {
      throw new TaskStoreException("away", new IllegalStateException("as the seed has it"));
    }
  }
}
