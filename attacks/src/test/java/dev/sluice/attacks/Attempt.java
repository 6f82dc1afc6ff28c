package dev.sluice.attacks;

import dev.sluice.attacks.Layer.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** One attack, sent one way, and whether it did what it should not. */
final class Attempt {
  private static final String NO_LOCK = "55P03";
  private static final int HEAD_START_MILLIS = 150;
  private static final int HEARING_MILLIS = 150;

  private final CarelessDatabase database;
  private final Attack attack;
  private final Layer layer;

  private Attempt(CarelessDatabase database, Attack attack, Layer layer) {
    this.database = database;
    this.attack = attack;
    this.layer = layer;
  }

  /**
   * What became of it.
   *
   * @param succeeded whether the oracle saw it
   * @param answer what came back, for whoever reads why
   */
  record Outcome(boolean succeeded, Answer answer) {}

  /** Makes what the attack needs, sends it in a session of its own, and asks its oracle. */
  static Outcome of(CarelessDatabase database, Attack attack, Layer layer) throws SQLException {
    database.settle();
    for (String file : attack.removes()) {
      database.removeFile(file);
    }
    for (String sql : attack.given()) {
      database.change(sql);
    }
    return new Attempt(database, attack, layer).run();
  }

  private Outcome run() throws SQLException {
    return switch (attack.oracle()) {
      case Oracle.Tells tells -> {
        Answer answer = send();
        yield new Outcome(
            answer.texts().stream().anyMatch(text -> tells.secret().matcher(text).find()), answer);
      }
      case Oracle.Changed changed -> {
        String before = database.ask(changed.query());
        Answer answer = send();
        yield new Outcome(!database.ask(changed.query()).equals(before), answer);
      }
      case Oracle.Left left -> left(left.query());
      case Oracle.Slower slower -> {
        Answer answer = send();
        // What is refused is quick; where it was not, the machine may have been busy.
        boolean slow =
            answer.millis() >= slower.millis()
                && (!answer.failed() || send().millis() >= slower.millis());
        yield new Outcome(slow, answer);
      }
      case Oracle.Larger larger -> {
        Answer answer = send();
        yield new Outcome(answer.bytes() >= larger.bytes(), answer);
      }
      case Oracle.Blocks blocks -> blocks(blocks.statement());
      case Oracle.Hears hears -> hears(hears.channel());
    };
  }

  private Answer send() throws SQLException {
    try (Session session = layer.open(database)) {
      return session.send(attack.text());
    }
  }

  private Outcome left(String query) throws SQLException {
    try (Session session = layer.open(database)) {
      Optional<String> before = asked(session, query);
      Answer answer = session.send(attack.text());
      Optional<String> after = asked(session, query);
      boolean left = before.isPresent() && after.isPresent() && !after.equals(before);
      return new Outcome(left, answer);
    }
  }

  /** Nothing where the layer, or a connection that the attack broke, gives no answer. */
  private static Optional<String> asked(Session session, String query) {
    try {
      return Optional.of(session.ask(query));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private Outcome blocks(String statement) throws SQLException {
    try (Session session = layer.open(database);
        Connection other =
            layer.isOnReplica()
                ? database.connectToReplica(CarelessDatabase.CARELESS)
                : database.connect(CarelessDatabase.CARELESS);
        Statement waiting = other.createStatement()) {
      waiting.execute("set lock_timeout = '100ms'");
      CompletableFuture<Answer> answer =
          CompletableFuture.supplyAsync(() -> session.send(attack.text()));
      waitFor(answer);
      boolean blocked = false;
      boolean over;
      do {
        over = answer.isDone();
        blocked = isBlocked(waiting, statement);
        if (!blocked) {
          // Nor must it block the attack.
          waiting.execute("select pg_advisory_unlock_all()");
        }
      } while (!blocked && !over);
      return new Outcome(blocked, answer.join());
    }
  }

  /** A head start: who asks first must be the attack. */
  private static void waitFor(CompletableFuture<Answer> answer) {
    try {
      Answer _ = answer.get(HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // It is still at work, which is what some attacks are for.
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isBlocked(Statement waiting, String statement) throws SQLException {
    try {
      waiting.execute(statement);
      return false;
    } catch (SQLException e) {
      // Another refusal, such as a replica's of a write, is no lock.
      if (!NO_LOCK.equals(e.getSQLState())) {
        waiting.execute("rollback");
        return false;
      }
      return true;
    }
  }

  private Outcome hears(String channel) throws SQLException {
    try (Connection listener = database.connect(CarelessDatabase.CARELESS);
        Statement statement = listener.createStatement()) {
      statement.execute("listen " + channel);
      Answer answer = send();
      PGNotification[] heard = listener.unwrap(PGConnection.class).getNotifications(HEARING_MILLIS);
      return new Outcome(heard != null && !List.of(heard).isEmpty(), answer);
    }
  }
}
