package dev.sluice.attacks;

import dev.sluice.data.SqlTextException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * JDBC as it comes, with what one layer adds.
 *
 * @param name the matrix's head
 * @param says what it does, in one line
 * @param role that it connects with
 * @param isOnReplica whether it connects to the replica
 * @param gate throws {@link SqlTextException} for a text that it does not let through
 * @param transaction how the statement is run
 * @param onOpening SQL on a new connection
 * @param onEnd SQL after every text, whatever became of it
 * @param caps what is read of an answer at most
 * @param masked labels of columns whose values are not shown
 */
record JdbcLayer(
    String name,
    String says,
    String role,
    boolean isOnReplica,
    Consumer<String> gate,
    Transaction transaction,
    List<String> onOpening,
    List<String> onEnd,
    Caps caps,
    Set<String> masked)
    implements Layer {

  /** How a text is run. */
  enum Transaction {
    /** Each statement by itself. */
    NONE,
    /** In one transaction, which is committed. */
    COMMITTED,
    /** In a read-only transaction, which is rolled back. */
    READ_ONLY
  }

  /** What is read of an answer at most. */
  record Caps(int rows, long bytes, int fetchRows) {
    static final Caps NONE = new Caps(Integer.MAX_VALUE, Long.MAX_VALUE, 0);
  }

  /** No layer at all: what an attack must succeed on to count. */
  static final JdbcLayer BARE = named("bare", "JDBC with the careless role, on the primary");

  /** Bare JDBC under another name. */
  static JdbcLayer named(String name, String says) {
    return new JdbcLayer(
        name,
        says,
        CarelessDatabase.CARELESS,
        false,
        JdbcLayer::pass,
        Transaction.NONE,
        List.of(),
        List.of(),
        Caps.NONE,
        Set.of());
  }

  JdbcLayer as(String otherRole) {
    return new JdbcLayer(
        name, says, otherRole, isOnReplica, gate, transaction, onOpening, onEnd, caps, masked);
  }

  JdbcLayer onReplica() {
    return new JdbcLayer(name, says, role, true, gate, transaction, onOpening, onEnd, caps, masked);
  }

  JdbcLayer gated(Consumer<String> otherGate) {
    return new JdbcLayer(
        name, says, role, isOnReplica, otherGate, transaction, onOpening, onEnd, caps, masked);
  }

  JdbcLayer in(Transaction kind) {
    return new JdbcLayer(name, says, role, isOnReplica, gate, kind, onOpening, onEnd, caps, masked);
  }

  JdbcLayer opening(String... sql) {
    return new JdbcLayer(
        name, says, role, isOnReplica, gate, transaction, List.of(sql), onEnd, caps, masked);
  }

  JdbcLayer ending(String... sql) {
    return new JdbcLayer(
        name, says, role, isOnReplica, gate, transaction, onOpening, List.of(sql), caps, masked);
  }

  JdbcLayer upTo(Caps most) {
    return new JdbcLayer(
        name, says, role, isOnReplica, gate, transaction, onOpening, onEnd, most, masked);
  }

  JdbcLayer masking(String... labels) {
    return new JdbcLayer(
        name, says, role, isOnReplica, gate, transaction, onOpening, onEnd, caps, Set.of(labels));
  }

  @Override
  public Session open(CarelessDatabase database) throws SQLException {
    Connection connection = isOnReplica ? database.connectToReplica(role) : database.connect(role);
    for (String sql : onOpening) {
      execute(connection, sql);
    }
    connection.setAutoCommit(transaction == Transaction.NONE);
    connection.setReadOnly(transaction == Transaction.READ_ONLY);
    return new JdbcSession(connection);
  }

  private static void pass(String text) {}

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private final class JdbcSession implements Session {
    private final Connection connection;
    private final List<String> texts = new ArrayList<>();
    private long bytes;
    private int rows;

    JdbcSession(Connection connection) {
      this.connection = connection;
    }

    @Override
    public Answer send(String text) {
      try {
        gate.accept(text);
      } catch (SqlTextException e) {
        return Answer.refused(String.valueOf(e.getMessage()));
      }
      long startNanos = System.nanoTime();
      boolean failed = false;
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(caps.fetchRows());
        read(statement, text);
      } catch (SQLException e) {
        texts.add(String.valueOf(e.getMessage()));
        failed = true;
      }
      long millis = (System.nanoTime() - startNanos) / 1_000_000;
      end();
      return new Answer(texts, bytes, millis, failed);
    }

    private void read(Statement statement, String text) throws SQLException {
      boolean hasRows = statement.execute(text);
      while (hasRows || statement.getUpdateCount() != -1) {
        if (hasRows) {
          try (ResultSet result = statement.getResultSet()) {
            read(result);
          }
        }
        hasRows = statement.getMoreResults();
      }
      SQLWarning warning = statement.getWarnings();
      while (warning != null) {
        texts.add(String.valueOf(warning.getMessage()));
        warning = warning.getNextWarning();
      }
    }

    private void read(ResultSet result) throws SQLException {
      int columns = result.getMetaData().getColumnCount();
      while (rows < caps.rows() && bytes < caps.bytes() && result.next()) {
        rows++;
        for (int i = 1; i <= columns; i++) {
          boolean hidden = masked.contains(result.getMetaData().getColumnLabel(i));
          String cell = hidden ? "…" : result.getString(i);
          if (cell != null) {
            bytes += cell.length();
            if (bytes <= caps.bytes()) {
              texts.add(cell);
            }
          }
        }
      }
    }

    /** As the layer ends what it began; a connection that the attack broke cannot be. */
    private void end() {
      try {
        switch (transaction) {
          case NONE -> {}
          case COMMITTED -> connection.commit();
          case READ_ONLY -> connection.rollback();
        }
        for (String sql : onEnd) {
          execute(connection, sql);
        }
      } catch (SQLException e) {
        texts.add(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public String ask(String query) throws SQLException {
      String answer = CarelessDatabase.one(connection, query);
      if (transaction != Transaction.NONE) {
        connection.rollback();
      }
      return answer;
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }
}
