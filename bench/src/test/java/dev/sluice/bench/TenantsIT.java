package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.ProxyAnswer;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Two tenants of one function, taking turns on the same connections, by every way to rows. */
@ExtendWith(SharedStage.class)
class TenantsIT {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String OURS = "BUILDING";
  private static final String THEIRS = "AUTOMOBILE";
  private static final List<String> BOTH = List.of(OURS, THEIRS);
  private static final String ALL_DAYS = "{\"from\": \"1992-01-01\", \"until\": \"1999-01-01\"}";

  private static FunctionProcess function;
  private static Stage shared;

  @BeforeAll
  static void start(Stage stage) throws Exception {
    shared = stage;
    function = stage.start(stage.options());
    function.awaitReady(Duration.ofSeconds(60));
  }

  @AfterAll
  static void stop() throws IOException {
    function.close();
  }

  @Test
  void findCustomers_pageByPage_givesEachTenantItsOwnAndAll() throws Exception {
    for (String tenant : BOTH) {
      List<String> keys = new ArrayList<>();
      JsonNode page = rowsOf(call(tenant, "find_customers", "{}"));
      keys.addAll(texts(page, "c_custkey"));
      while (page.has("next_cursor")) {
        page = rowsOf(call(tenant, "find_customers", cursor(page)));
        keys.addAll(texts(page, "c_custkey"));
      }
      assertThat(keys).isEqualTo(column(customers(tenant)));
    }
    assertThat(
            texts(rowsOf(call(OURS, "find_customers", "{\"segment\": \"AUTOMOBILE\"}")), "c_name"))
        .isEmpty();
  }

  @Test
  void findCustomers_withAnothersCursor_isRefused() throws Exception {
    JsonNode theirs = rowsOf(call(THEIRS, "find_customers", "{}"));
    assertThat(call(OURS, "find_customers", cursor(theirs)).at("/result/content/0/text").asString())
        .startsWith("'cursor' is none that this tool gave");
  }

  @Test
  void customerOrders_andLines_ofAnotherTenant_areNotThere() throws Exception {
    String customer = column(customers(THEIRS) + " limit 1").getFirst();
    String order =
        column("select min(o_orderkey) from orders where o_custkey = " + customer).getFirst();
    String orders = "{\"customer_id\": " + customer + "}";
    String lines = "{\"order_id\": " + order + "}";
    for (int round = 0; round < 3; round++) {
      assertThat(rowsOf(call(THEIRS, "customer_orders", orders)).path("rows")).isNotEmpty();
      assertThat(rowsOf(call(OURS, "customer_orders", orders)).path("rows")).isEmpty();
      assertThat(rowsOf(call(THEIRS, "order_lines", lines)).path("rows")).isNotEmpty();
      assertThat(rowsOf(call(OURS, "order_lines", lines)).path("rows")).isEmpty();
    }
  }

  @Test
  void aggregates_ofATenant_countItsOwnRowsAlone() throws Exception {
    for (String tenant : BOTH) {
      String own =
          " from orders join customer on c_custkey = o_custkey and c_mktsegment = '" + tenant + "'";
      JsonNode sales = rowsOf(call(tenant, "monthly_sales", ALL_DAYS));
      assertThat(sum(sales, "total"))
          .isEqualByComparingTo(column("select sum(o_totalprice)" + own).getFirst());
      JsonNode revenue = rowsOf(call(tenant, "revenue_by_nation", ALL_DAYS));
      assertThat(sum(revenue, "orders"))
          .isEqualByComparingTo(column("select count(*)" + own).getFirst());
      assertThat(texts(rowsOf(call(tenant, "top_customers", ALL_DAYS)), "c_name"))
          .isEqualTo(
              column(
                  "select c_name"
                      + own
                      + " group by c_custkey, c_name order by sum(o_totalprice) desc, c_custkey limit 10"));
    }
  }

  @Test
  void query_ofATenant_readsItsOwnRowsAlone() throws Exception {
    for (String tenant : BOTH) {
      String sql =
          "select distinct c_mktsegment as s from lineitem join orders on o_orderkey = l_orderkey"
              + " full join customer on c_custkey = o_custkey where c_custkey is not null";
      assertThat(texts(rowsOf(call(tenant, "query", sql(sql))), "s")).containsExactly(tenant);
    }
  }

  /** What is told without rows is the same for everybody, and quotes none. */
  @Test
  void whatHoldsNoRows_isTheSameForBothAndQuotesNone() throws Exception {
    ObjectNode relation = JSON.createObjectNode().put("uri", "sluice://relations/public.customer");
    ObjectNode completion = JSON.createObjectNode();
    completion
        .putObject("ref")
        .put("type", "ref/resource")
        .put("uri", "sluice://relations/{relation}");
    completion.putObject("argument").put("name", "relation").put("value", "c");
    List<McpRequest> requests =
        List.of(
            McpRequest.toolsList(),
            McpRequest.of("resources/list", "", JSON.createObjectNode()),
            McpRequest.of("resources/read", "sluice://relations/public.customer", relation),
            McpRequest.of("completion/complete", "", completion),
            McpRequest.of("prompts/list", "", JSON.createObjectNode()),
            McpRequest.toolsCall("describe_relation", "{\"relation\": \"public.customer\"}"),
            McpRequest.toolsCall("list_relations", "{}"),
            McpRequest.toolsCall(
                "explain_query", sql("select * from customer where c_custkey < 9")),
            McpRequest.toolsCall("query", sql("select (c_name || 'x')::int as n from customer")),
            McpRequest.toolsCall(
                "query", sql("select 1 / (c_custkey - 4) as n from customer where c_custkey = 4")),
            McpRequest.toolsCall("find_customers", "{\"cursor\": \"eA\"}"));
    for (McpRequest request : requests) {
      String ours = withoutReference(send(OURS, request));
      assertThat(ours).doesNotContain("Customer#", "\"code\":-32601");
      assertThat(withoutReference(send(THEIRS, request))).isEqualTo(ours);
    }
  }

  private static String customers(String tenant) {
    return "select c_custkey from customer where c_mktsegment = '" + tenant + "' order by 1";
  }

  private static String cursor(JsonNode page) {
    ObjectNode arguments = JSON.createObjectNode();
    arguments.put("cursor", page.path("next_cursor").asString());
    return arguments.toString();
  }

  private static String sql(String text) {
    return JSON.createObjectNode().put("sql", text).toString();
  }

  private static JsonNode call(String tenant, String tool, String arguments) throws Exception {
    return JSON.readTree(send(tenant, McpRequest.toolsCall(tool, arguments)));
  }

  private static String send(String tenant, McpRequest request) throws Exception {
    byte[] event =
        request
            .event()
            .authorizer(
                Map.of("principalId", "of-" + tenant, "tenant", tenant, "scopes", "sql.query"))
            .toBytes();
    ProxyAnswer answer = ProxyAnswer.parse(function.invoke(event).answer().bytes());
    return new String(answer.body(), UTF_8);
  }

  /** Nor with the age, which grows between two calls. */
  private static String withoutReference(String body) {
    return body.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "…")
        .replaceAll("up to \\d+ s old|\"age_seconds\":\\d+", "…");
  }

  private static JsonNode rowsOf(JsonNode answer) {
    JsonNode content = answer.at("/result/structuredContent");
    assertThat(content.has("rows")).as(answer.toString()).isTrue();
    return content;
  }

  private static List<String> texts(JsonNode content, String column) {
    List<String> texts = new ArrayList<>();
    content.path("rows").forEach(row -> texts.add(row.path(column).asString()));
    return texts;
  }

  private static BigDecimal sum(JsonNode content, String column) {
    return texts(content, column).stream()
        .map(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** As superuser, whom no policy binds. */
  private static List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = shared.cluster().primary();
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      while (results.next()) {
        values.add(results.getString(1));
      }
    }
    return values;
  }
}
