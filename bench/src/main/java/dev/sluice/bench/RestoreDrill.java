package dev.sluice.bench;

import dev.sluice.testkit.FunctionFailure;
import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Invocation;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The worst restore there is: while the snapshot lay, replica and primary restarted, so that every
 * socket died, and the reading role got another password. Used by one thread at a time.
 *
 * <p>Functions are started and primed several at once; then one after the other is restored, while
 * nothing else runs that could blur its time.
 */
final class RestoreDrill {
  private static final Duration CHECKPOINT_LIMIT = Duration.ofMinutes(2);

  private final Stage stage;
  private final CustomerOrders question;

  /**
   * What one restore came to.
   *
   * @param wrong what was wrong with the first answer; empty when it was right
   * @param tookNanos from just before the restore was answered until the first answer was here
   */
  record Restored(Optional<String> wrong, long tookNanos) {}

  RestoreDrill(Stage stage) throws SQLException {
    this.stage = stage;
    this.question = CustomerOrders.in(stage.cluster());
  }

  /**
   * Drills a number of restores, each of a process of its own.
   *
   * @param atOnce how many are started together
   * @param each is told of every restore
   */
  List<Restored> run(int restores, int atOnce, Consumer<Restored> each)
      throws IOException, SQLException, InterruptedException {
    List<Restored> all = new ArrayList<>();
    while (all.size() < restores) {
      List<FunctionProcess> primed = new ArrayList<>();
      try {
        for (int i = Math.min(atOnce, restores - all.size()); i > 0; i--) {
          primed.add(stage.start(stage.options().withSnapStart()));
        }
        for (FunctionProcess function : primed) {
          function.awaitCheckpoint(CHECKPOINT_LIMIT);
        }
        for (FunctionProcess function : primed) {
          stage.restartDatabase();
          stage.rotate();
          Restored restored = restore(function);
          function.close();
          all.add(restored);
          each.accept(restored);
        }
      } finally {
        for (FunctionProcess function : primed) {
          function.close();
        }
      }
    }
    return all;
  }

  private Restored restore(FunctionProcess function) throws IOException, InterruptedException {
    // As on Lambda: a call is why the snapshot is taken up again, so it waits already.
    Invocation first = function.queue(question.event());
    long startNanos = System.nanoTime();
    function.restore();
    try {
      var outcome = first.await();
      long tookNanos = System.nanoTime() - startNanos;
      return new Restored(question.wrong(outcome), tookNanos);
    } catch (FunctionFailure e) {
      return new Restored(
          Optional.of(String.valueOf(e.getMessage())), System.nanoTime() - startNanos);
    }
  }
}
