package dev.sluice.gateway;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.data.role.GrantScript;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The database that is served here. Closing it ends what was started for it.
 *
 * @param replicaUrls JDBC URLs of the replicas, without a login
 * @param primaryUrl JDBC URL of the primary
 * @param credentialsFile holds the reading role's login
 * @param cluster what was started; null when the database was there before
 */
record LocalDatabase(
    List<String> replicaUrls,
    Optional<String> primaryUrl,
    Path credentialsFile,
    @Nullable PostgresCluster cluster)
    implements AutoCloseable {

  /**
   * Starts the sample, fills it the first time, and lets the reading role read what a catalogue
   * exposes.
   */
  static LocalDatabase sample(
      ClusterOptions options, double scale, Catalog catalog, Consumer<String> progress) {
    PostgresCluster cluster = PostgresCluster.start(options, progress);
    try {
      Login reader = SampleDatabase.load(cluster, scale, progress);
      cluster.run(GrantScript.of(present(catalog.relations(), cluster), reader.user()));
      return new LocalDatabase(
          cluster.replicaUrls(),
          Optional.of(cluster.primaryUrl()),
          CredentialsFile.write(options.folder(), reader.user(), reader.password()),
          cluster);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * One's own database, asked once to see that it answers and whether it is a replica.
   *
   * @param environment looks up {@code PGUSER}, {@code PGPASSWORD} and {@code
   *     SLUICE_CREDENTIALS_FILE}
   */
  static LocalDatabase given(DatabaseUrl url, Function<String, @Nullable String> environment) {
    CredentialsFile credentials = CredentialsFile.of(url, environment);
    boolean replica = isReplica(url, credentials);
    return new LocalDatabase(
        replica ? List.of(url.jdbcUrl()) : List.of(),
        replica ? Optional.empty() : Optional.of(url.jdbcUrl()),
        credentials.path(),
        null);
  }

  /**
   * What is there of the declared relations: the rest is told by a check, and cannot be granted.
   */
  private static List<RelationDeclaration> present(
      List<RelationDeclaration> declared, PostgresCluster cluster) {
    Map<RelationName, Set<String>> columns = new HashMap<>();
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select table_schema, table_name, column_name from information_schema.columns")) {
      while (rows.next()) {
        columns
            .computeIfAbsent(
                new RelationName(rows.getString(1), rows.getString(2)), _ -> new HashSet<>())
            .add(rows.getString(3));
      }
    } catch (SQLException e) {
      throw new CommandException("the sample cannot be asked: " + e.getMessage(), e);
    }
    return declared.stream()
        .map(each -> each.limitedTo(columns.getOrDefault(each.name(), Set.of())))
        .filter(each -> !each.columns().isEmpty())
        .toList();
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static boolean isReplica(DatabaseUrl url, CredentialsFile credentials) {
    Properties properties = new Properties();
    properties.setProperty("user", credentials.user());
    properties.setProperty("password", credentials.password());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "5");
    try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select pg_is_in_recovery()")) {
      result.next();
      return result.getBoolean(1);
    } catch (SQLException e) {
      throw new CommandException(
          "the database at " + url.place() + " cannot be used: " + e.getMessage(), e);
    }
  }
}
