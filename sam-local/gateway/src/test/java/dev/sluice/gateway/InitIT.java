package dev.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Deadline;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.data.Credentials;
import dev.sluice.data.Replicas;
import dev.sluice.data.Settings;
import dev.sluice.servers.ClusterOptions;
import dev.sluice.servers.Login;
import dev.sluice.servers.PostgresCluster;
import dev.sluice.servers.SampleDatabase;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.declared.CatalogCheck;
import dev.sluice.tool.declared.Derived;
import dev.sluice.tool.declared.ExampleCheck;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts of three databases, each of which must check and answer as it was written. */
class InitIT {
  private static final Path ROOT = Path.of("..", "..").toAbsolutePath().normalize();

  /** The least that the sample's generator can make. */
  private static final double SCALE = 0.0031;

  private static final String ODD = "odd \"names\"";

  @TempDir private static Path data;
  @TempDir private Path folder;
  private int draft;
  private static PostgresCluster cluster;
  private static Login reader;

  @BeforeAll
  static void start() throws SQLException, IOException {
    System.setProperty("sluice.root", ROOT.toString());
    cluster = PostgresCluster.start(new ClusterOptions(data, 0, false, false), _ -> {});
    reader = SampleDatabase.load(cluster, SCALE, _ -> {});
    make("thousands");
    make(ODD);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void init_sample_checksAndAnswers() {
    Catalog catalog = checked(PostgresCluster.DATABASE).catalog();
    assertThat(catalog.relations()).hasSize(8);
    assertThat(catalog.tools())
        .extracting(ToolDeclaration::name)
        .containsExactly(
            "find_customer",
            "find_part",
            "lineitem_of_orders",
            "orders_by_o_orderkey",
            "orders_of_customer",
            "partsupp_of_part",
            "recent_lineitem",
            "recent_orders");
    assertThat(tool(catalog, "orders_of_customer").sql())
        .isEqualTo(
            """
            select o_orderdate, o_orderkey, o_totalprice, o_orderstatus, o_orderpriority, o_clerk,
              o_shippriority, o_comment
            from public.orders
            where o_custkey = :o_custkey
            order by o_orderdate desc, o_orderkey"""
                .stripTrailing());
  }

  @Test
  void init_threeThousandTables_checksAndAnswers() {
    Catalog catalog = checked("thousands").catalog();
    assertThat(catalog.relations()).hasSize(3_000);
    assertThat(catalog.tools()).hasSize(8);
  }

  @Test
  void init_oddNames_checksAndAnswers() {
    Catalog catalog = checked(ODD).catalog();
    assertThat(catalog.relations())
        .extracting(relation -> relation.name().name())
        .contains("query", "Mixed", "select", "a: b", "#x", "ταξίδι", "say \"hi\"", "dot.ted name")
        .contains("yes", "null", "1e3", "no key", "parted", "seen", "kept", "empty");
    assertThat(catalog.relations().stream().flatMap(relation -> relation.columns().stream()))
        .contains(
            "cursor", "order", "line\nbreak", "tab\there", "emoji 😀", ":colon", "it's", "a?");
    assertThat(catalog.tools()).hasSize(8);
  }

  /** What has tools is hidden for the next draft, so that every table comes to have some. */
  @Test
  void init_oddNamesAndEveryTableInTurn_checksAndAnswers() throws SQLException {
    Set<String> read = new TreeSet<>();
    for (Checked checked = checked(ODD); !checked.read().isEmpty(); checked = checked(ODD)) {
      read.addAll(checked.read());
      for (String relation : checked.read()) {
        execute(ODD, "revoke select on " + sql(relation) + " from sluice_reader");
      }
    }
    try {
      assertThat(read)
          .hasSizeGreaterThan(12)
          .contains("\"Sch ema\".\"Mixed\"", "public.\"say \"\"hi\"\"\"", "public.null")
          .doesNotContain("public.\"no key\"", "public.empty", "public.seen");
    } finally {
      grant(ODD);
    }
  }

  @Test
  void init_folderInUse_isRefusedAndKept() throws IOException {
    Files.writeString(folder.resolve("mine"), "mine");
    Answer answer = init(PostgresCluster.DATABASE, folder);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err())
        .contains(folder + " is there already, and is kept as it is: name another with --catalog");
    assertThat(folder.resolve("mine")).hasContent("mine");
  }

  @Test
  void init_nothingToSelect_saysSoAndWritesNothing() throws SQLException {
    execute(PostgresCluster.DATABASE, "create database nothing");
    Path catalog = folder.resolve("catalog");
    Answer answer = init("nothing", catalog);
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.err()).contains("the role may select from nothing in");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void init_done_printsWhatItWroteAndWhatIsNextWithoutThePassword() {
    Path catalog = folder.resolve("catalog");
    Answer answer = init(PostgresCluster.DATABASE, catalog);
    assertThat(answer.out())
        .contains("  relations.yaml\n")
        .contains("  schema/tool.schema.json\n")
        .contains("  tools/orders_of_customer.yaml\n")
        .contains("./sluice check-catalog --catalog " + catalog + " --database postgresql://")
        .contains("./sluice up --catalog " + catalog + " --database postgresql://")
        .doesNotContain(reader.password());
    assertThat(catalog.resolve("schema/relations.schema.json")).exists();
  }

  /** Drafts, and has everything checked that a start and {@code check-catalog} would. */
  private Checked checked(String database) {
    Path drafted = folder.resolve("catalog-" + draft++);
    Answer answer = init(database, drafted);
    assertThat(answer.err()).isEmpty();
    assertThat(answer.status()).isZero();
    PreparedCatalog prepared = ServedCatalog.prepare(Catalog.read(drafted), new Judge());
    InstantSource clock = InstantSource.system();
    Set<String> read = new TreeSet<>();
    try (Replicas replicas =
        new Replicas(
            new Settings(List.of(), url(database), 1, 5_000),
            () -> new Credentials.Login(reader.user(), reader.password()),
            clock,
            Telemetry.discarding())) {
      Derived derived =
          replicas.inspect(
              Deadline.after(Duration.ofSeconds(20), clock),
              inspector -> CatalogCheck.derive(prepared, inspector));
      assertThat(derived.mistakes()).isEmpty();
      derived.shapes().tools().values().forEach(shape -> read.addAll(shape.relations()));
      Servable servable =
          new Servable(
              derived.shapes().tools(), derived.shapes().relations(), new TreeMap<>(), Set.of());
      ExampleCheck.Result examples = ExampleCheck.run(prepared, servable, replicas, clock);
      assertThat(examples.mistakes()).isEmpty();
      assertThat(examples.remarks()).as("no example is without rows").isEmpty();
    }
    assertThat(prepared.catalog().relations())
        .extracting(RelationDeclaration::columns)
        .doesNotContain(List.of());
    return new Checked(prepared.catalog(), read);
  }

  /**
   * A draft that checks.
   *
   * @param read the relations that its tools read
   */
  private record Checked(Catalog catalog, Set<String> read) {}

  private static String sql(String relation) {
    return RelationName.parse(relation).map(RelationName::sql).orElseThrow();
  }

  private static ToolDeclaration tool(Catalog catalog, String name) {
    return catalog.tools().stream()
        .filter(tool -> tool.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private record Answer(int status, String out, String err) {}

  private static Answer init(String database, Path catalog) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String url =
        url(database)
            .substring("jdbc:".length())
            .replace("//", "//" + reader.user() + ":" + reader.password() + "@");
    int status =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "init",
            url,
            "--catalog",
            catalog.toString());
    return new Answer(status, out.toString(), err.toString());
  }

  /** A database on the same server. */
  private static String url(String database) {
    String other = database.replace("\"", "%22").replace(" ", "%20");
    return cluster.primaryUrl().replace("/" + PostgresCluster.DATABASE, "/" + other);
  }

  private static void make(String database) throws SQLException, IOException {
    execute(PostgresCluster.DATABASE, "create database \"" + database.replace("\"", "\"\"") + '"');
    String file = database.equals(ODD) ? "odd-names.sql" : "thousands.sql";
    try (InputStream in = InitIT.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IOException("the resource " + file + " is missing");
      }
      execute(database, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    grant(database);
  }

  private static void grant(String database) throws SQLException {
    execute(
        database,
        """
        grant select on all tables in schema public to sluice_reader;
        do $$ begin
          if to_regnamespace('"Sch ema"') is not null then
            execute 'grant usage on schema "Sch ema" to sluice_reader';
            execute 'grant select on all tables in schema "Sch ema" to sluice_reader';
          end if;
        end $$;
        """);
  }

  private static void execute(String database, String sql) throws SQLException {
    try (Connection known = cluster.primary()) {
      String superuser = known.getMetaData().getUserName();
      Properties properties = new Properties();
      properties.setProperty("user", superuser);
      properties.setProperty("password", cluster.login(superuser).password());
      properties.setProperty("preferQueryMode", "simple");
      try (Connection connection = DriverManager.getConnection(url(database), properties);
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
