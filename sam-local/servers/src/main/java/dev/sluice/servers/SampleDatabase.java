package dev.sluice.servers;

import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** TPC-H in a cluster, and a role that may only read it. */
public final class SampleDatabase {
  /** The role that may only read. */
  public static final String READER = "sluice_reader";

  /** The scale that {@code ./sluice up} takes: 60,000 order lines, about 20 MB. */
  public static final double DEFAULT_SCALE = 0.01;

  private static final double LEAST_SCALE = 0.001;
  private static final double MOST_SCALE = 10;

  /** At scale 1. */
  private static final int SUPPLIERS = 10_000;

  private static final int PARTS_PER_SUPPLIER = 20;
  private static final int BUFFER_CHARS = 64 * 1024;
  private static final int ROWS_BETWEEN_LINES = 200_000;

  private final Consumer<String> progress;

  private SampleDatabase(Consumer<String> progress) {
    this.progress = progress;
  }

  /**
   * Fills the cluster, unless it holds this sample already; one of another scale, or made by other
   * scripts, is replaced.
   *
   * @param scale 1 is about 1 GB; {@value #LEAST_SCALE} to {@value #MOST_SCALE}
   * @return the reading role's login
   * @throws ServerException when the database does not let us
   */
  public static Login load(PostgresCluster cluster, double scale, Consumer<String> progress) {
    checkScale(scale);
    Login reader = cluster.login(READER);
    try (Connection connection = cluster.primary()) {
      connection.setAutoCommit(false);
      new SampleDatabase(progress).load(connection, scale, reader);
    } catch (SQLException | IOException e) {
      throw new ServerException("the sample cannot be loaded: " + e.getMessage(), e);
    }
    cluster.awaitReplay();
    return reader;
  }

  /** Throws {@link ServerException} for a scale that cannot be loaded, and names one that can. */
  public static void checkScale(double scale) {
    if (!(scale >= LEAST_SCALE && scale <= MOST_SCALE)) {
      throw new ServerException(
          "the scale is " + scale + ": choose one from " + LEAST_SCALE + " to " + MOST_SCALE, null);
    }
    if (!areDistinct(suppliers(scale))) {
      int better = suppliers(scale);
      while (!areDistinct(suppliers((double) better / SUPPLIERS))) {
        better++;
      }
      throw new ServerException(
          "the scale is "
              + scale
              + ", where TPC-H's generator names a supplier twice for one part: choose "
              + (double) better / SUPPLIERS,
          null);
    }
  }

  /** As the generator counts them: what is not whole is cut off. */
  private static int suppliers(double scale) {
    return (int) (scale * SUPPLIERS);
  }

  /** Whether a part's four suppliers differ, by the formula for PS_SUPPKEY (TPC-H, 4.2.3). */
  private static boolean areDistinct(int suppliers) {
    for (int parts = 0; parts < PARTS_PER_SUPPLIER; parts++) {
      int step = suppliers / 4 + parts;
      for (int times = 1; times <= 3; times++) {
        if (times * step % suppliers == 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** All in one transaction: a load that was interrupted never was. */
  private void load(Connection connection, double scale, Login reader)
      throws SQLException, IOException {
    String wanted = version(scale);
    if (!version(connection).equals(wanted)) {
      execute(connection, "drop schema if exists public, sluice_sample cascade");
      execute(connection, "create schema public");
      execute(connection, resource("tpch-tables.sql"));
      for (TpchTable<?> table : TpchTable.getTables()) {
        copy(connection, table, scale);
      }
      progress.accept("Making keys and indexes");
      execute(connection, resource("tpch-keys.sql"));
      execute(connection, resource("tpch-policies.sql"));
      execute(connection, "create schema sluice_sample");
      execute(
          connection,
          "create table sluice_sample.loaded as select '" + wanted + "'::text as version");
      makeReader(connection);
    }
    execute(connection, "alter role " + READER + " login password '" + reader.password() + "'");
    connection.commit();
  }

  private static void makeReader(Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("select from pg_roles where rolname = '" + READER + "'")) {
      if (!result.next()) {
        execute(connection, "create role " + READER);
      }
    }
    execute(connection, resource("reader.sql"));
  }

  /** What a sample is: its scale, and the scripts that make it. */
  private static String version(double scale) throws IOException {
    StringBuilder scripts = new StringBuilder();
    for (String name :
        List.of("tpch-tables.sql", "tpch-keys.sql", "tpch-policies.sql", "reader.sql")) {
      scripts.append(resource(name));
    }
    return scale + " " + Integer.toHexString(scripts.toString().hashCode());
  }

  /** The version that is loaded; empty when none is. */
  private static String version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet known =
          statement.executeQuery("select to_regclass('sluice_sample.loaded') is not null")) {
        known.next();
        if (!known.getBoolean(1)) {
          return "";
        }
      }
      try (ResultSet version = statement.executeQuery("select version from sluice_sample.loaded")) {
        return version.next() ? version.getString(1) : "";
      }
    }
  }

  private void copy(Connection connection, TpchTable<?> table, double scale) throws SQLException {
    String name = table.getTableName();
    CopyIn copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy " + name + " from stdin with (format text, delimiter '|')");
    StringBuilder buffer = new StringBuilder(BUFFER_CHARS + 1024);
    long rows = 0;
    for (TpchEntity row : table.createGenerator(scale, 1, 1)) {
      String line = row.toLine();
      // The generator ends a line with a delimiter, PostgreSQL does not.
      buffer.append(line, 0, line.length() - 1).append('\n');
      rows++;
      if (buffer.length() > BUFFER_CHARS) {
        send(copy, buffer);
      }
      if (rows % ROWS_BETWEEN_LINES == 0) {
        progress.accept(String.format(Locale.ROOT, "Loading %s: %,d rows", name, rows));
      }
    }
    send(copy, buffer);
    copy.endCopy();
    progress.accept(String.format(Locale.ROOT, "Loaded %s: %,d rows", name, rows));
  }

  private static void send(CopyIn copy, StringBuilder buffer) throws SQLException {
    byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    buffer.setLength(0);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SampleDatabase.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
