package dev.sluice.attacks;

import dev.sluice.cache.Cache;
import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.RelationDeclaration;
import dev.sluice.data.Credentials;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Replicas;
import dev.sluice.data.Rows;
import dev.sluice.data.Settings;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.role.GrantScript;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.ToolResult;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.governed.Governance;
import dev.sluice.tool.query.QueryLimits;
import dev.sluice.tool.query.QueryTools;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sluice before the careless database: its own parts, put together as the function does, with the
 * catalogue that the README assumes. Safe for use by several threads.
 */
public final class Governed implements AutoCloseable {
  /** The attacker: of one tenant, and without {@code pii.read}. */
  static final Principal EVE = new Principal("eve", "BUILDING", Set.of(QueryTools.SCOPE), false);

  /** The analyst sees every row, and every column as it is. */
  static final Principal ANALYST =
      new Principal(
          "analyst", "everywhere", Set.of(QueryTools.SCOPE, "pii.read", "tenants.all"), false);

  private static final String ROLE = "sluice_governed";
  private static final Duration CALL_LIMIT = Duration.ofSeconds(29);
  private static final InstantSource CLOCK = InstantSource.system();

  /** Above what any of the analytics answers, and below what an attack on memory asks for. */
  private static final QueryLimits LIMITS =
      new QueryLimits(new Limits(1_000, 1_048_576, 2_000), QueryLimits.USUAL_PLAN_COST, 0);

  private static final Mask PREFIX = new Mask(new Mask.Prefix(3), "pii.read");
  private static final Mask HIDDEN = new Mask(new Mask.Hide(), "pii.read");

  private final Replicas replicas;
  private final QueryTools tools;
  private int reads;

  private Governed(Replicas replicas, Governance governance) {
    this.replicas = replicas;
    Database counted =
        (query, call) -> {
          reads++;
          return replicas.read(query, call);
        };
    this.tools = new QueryTools(governance, counted, Cache.none(), "", LIMITS, CLOCK);
  }

  /** As it is to be run: a replica, and a role that the grant script made. */
  static Governed start(CarelessDatabase database) throws SQLException {
    String password = database.servers().login(ROLE).password();
    database.change(GrantScript.of(exposed(), ROLE));
    database.change("alter role " + ROLE + " password '" + password + "'");
    return over(
        new Settings(database.servers().replicaUrls(), database.servers().primaryUrl(), 1, 2_000),
        () -> new Credentials.Login(ROLE, password));
  }

  /** As nobody should run it: the primary alone, and the careless role, bound by its policies. */
  static Governed careless(CarelessDatabase database) {
    String password = database.servers().login(CarelessDatabase.BOUND).password();
    return over(
        new Settings(List.of(), database.servers().primaryUrl(), 1, 2_000),
        () -> new Credentials.Login(CarelessDatabase.BOUND, password));
  }

  private static Governed over(Settings settings, Credentials credentials) {
    return new Governed(
        new Replicas(settings, credentials, CLOCK, Telemetry.discarding()),
        new Governance(new Judge(), exposed()));
  }

  /** The sample's relations with the masks that the attacks assume, and one of the attacks' own. */
  public static List<RelationDeclaration> exposed() {
    List<RelationDeclaration> relations = new ArrayList<>();
    for (RelationDeclaration relation : sample()) {
      boolean masked = relation.name().name().equals("customer");
      relations.add(
          declared(
              relation.name(),
              relation.columns(),
              masked ? Map.of("c_phone", PREFIX, "c_acctbal", HIDDEN) : Map.of()));
    }
    relations.add(
        declared(new RelationName("public", "clerk"), List.of("k_clerk", "k_name"), Map.of()));
    return relations;
  }

  /** All of TPC-H, as the database of the attacks has it. */
  private static List<RelationDeclaration> sample() {
    return Catalog.readWithoutLock(root().resolve("catalog")).relations();
  }

  /** A test runs in its module's folder, a bench wherever its caller is. */
  private static Path root() {
    return Path.of(System.getProperty("sluice.root", ".."));
  }

  private static RelationDeclaration declared(
      RelationName name, List<String> columns, Map<String, Mask> masks) {
    return new RelationDeclaration(
        name, "", columns, List.of(), masks, new Location("relations.yaml", 1, 1));
  }

  /**
   * Calls {@code query}.
   *
   * @throws ToolException as the client would read it
   */
  ToolResult query(Principal principal, String sql) {
    Call call = call(principal);
    Tool tool = tools.find("query", call).orElseThrow();
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("sql", sql);
    ToolOutcome outcome =
        tool.call(
            arguments,
            new RequestExchange(
                call, new RequestExchange.Client(nothing, null, null), nothing, null));
    return ((ToolOutcome.Done) outcome).result();
  }

  /** Asks on the connection that the last ad-hoc query used; nothing judges it. */
  List<List<JsonNode>> askNextOnItsConnection(String sql) {
    Query query =
        new Query(SqlTemplate.literal(sql), JsonNodeFactory.instance.objectNode(), LIMITS.answer())
            .withKind(Query.Kind.AD_HOC);
    Rows rows = replicas.read(query, call(EVE));
    return rows.rows();
  }

  /** How often the database was asked so far. */
  int reads() {
    return reads;
  }

  private static Call call(Principal principal) {
    return new Call(principal, Deadline.after(CALL_LIMIT, CLOCK), Reference.next());
  }

  @Override
  public void close() {
    replicas.close();
  }
}
