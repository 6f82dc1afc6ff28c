package dev.sluice.attacks;

import dev.sluice.attacks.fuzz.DatabaseState;
import dev.sluice.attacks.fuzz.StatementGenerator;
import dev.sluice.protocol.feature.ToolException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sends statements out of a grammar through Sluice to the primary, with the careless role, where
 * every one of them could do harm; after each batch all of the database must be as it was.
 */
public final class Fuzz {
  private static final int BATCH = 400;

  /** What no answer may hold: every secret, and the phone that the first customer hides. */
  private static final List<String> SECRETS = List.of("opal-", "25-989-741-2988");

  private final CarelessDatabase database;
  private final StatementGenerator generator;
  private final Consumer<String> progress;
  private int asked;
  private int answered;

  private Fuzz(CarelessDatabase database, long seed, Consumer<String> progress) {
    this.database = database;
    this.generator = new StatementGenerator(seed);
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param asked statements
   * @param answered those of them that got an answer
   * @param findings what should not have happened, each with its statement or batch; empty when all
   *     is well
   */
  public record Result(int asked, int answered, List<String> findings) {

    /** Copies the list. */
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /** Runs over a database of its own, until the time is over or something is found. */
  public static Result run(Duration time, long seed, Consumer<String> progress)
      throws IOException, SQLException {
    progress.accept("Making a careless database");
    try (CarelessDatabase database = CarelessDatabase.start()) {
      return run(database, time, seed, progress);
    }
  }

  static Result run(CarelessDatabase database, Duration time, long seed, Consumer<String> progress)
      throws SQLException {
    return new Fuzz(database, seed, progress).run(time);
  }

  private Result run(Duration time) throws SQLException {
    List<String> findings = new ArrayList<>();
    long endNanos = System.nanoTime() + time.toNanos();
    Governed governed = database.governedWithCarelessRole();
    try (Connection superuser = database.servers().primary()) {
      database.settle();
      DatabaseState before = DatabaseState.read(superuser);
      while (System.nanoTime() < endNanos && findings.isEmpty()) {
        List<String> batch = Stream.generate(generator::next).limit(BATCH).toList();
        for (String sql : batch) {
          ask(governed, sql, findings);
        }
        List<String> changed = DatabaseState.read(superuser).changedSince(before);
        if (!changed.isEmpty()) {
          findings.add("changed: " + changed + " by one of\n" + String.join("\n--!\n", batch));
        }
        progress.accept("%d statements, %d answered".formatted(asked, answered));
      }
    }
    return new Result(asked, answered, findings);
  }

  /** Errors are an answer; what is no {@link ToolException} is a fault of ours. */
  private void ask(Governed governed, String sql, List<String> findings) {
    asked++;
    String told;
    try {
      told = String.valueOf(governed.query(Governed.EVE, sql).structuredContent());
      answered++;
    } catch (ToolException e) {
      told = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      findings.add(e + " at\n" + sql);
      return;
    }
    if (tellsSecret(told, sql)) {
      findings.add("told a secret: " + told + "\nto\n" + sql);
    }
  }

  /** What the statement itself holds is no secret any more. */
  private static boolean tellsSecret(String told, String sql) {
    return SECRETS.stream().anyMatch(secret -> told.contains(secret) && !sql.contains(secret));
  }
}
