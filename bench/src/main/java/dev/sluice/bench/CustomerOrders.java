package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.servers.PostgresCluster;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One question by primary key of a customer, and its right answer as the database itself gives it.
 * Thread-safe.
 */
final class CustomerOrders {
  private static final int CUSTOMER = 7;

  private final McpRequest request =
      McpRequest.toolsCall("customer_orders", "{\"customer_id\": " + CUSTOMER + "}");
  private final byte[] event = request.event().toBytes();
  private final List<String> expected;

  private CustomerOrders(List<String> expected) {
    this.expected = expected;
  }

  /** Asks the primary what is right. */
  static CustomerOrders in(PostgresCluster cluster) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "select o_orderkey, o_orderdate, o_orderstatus, o_totalprice from orders"
                    + " where o_custkey = "
                    + CUSTOMER
                    + " order by o_orderdate desc, o_orderkey")) {
      while (results.next()) {
        rows.add(
            String.join(
                "|",
                results.getString(1),
                results.getString(2),
                results.getString(3),
                results.getBigDecimal(4).stripTrailingZeros().toPlainString()));
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalStateException("customer " + CUSTOMER + " has no orders in the sample");
    }
    return new CustomerOrders(List.copyOf(rows));
  }

  /** The request that asks. */
  McpRequest request() {
    return request;
  }

  /** The event that asks. */
  byte[] event() {
    return event;
  }

  /** What is wrong with an outcome; empty when it holds the right rows, all of them. */
  Optional<String> wrong(Outcome outcome) {
    return switch (outcome) {
      case Outcome.FunctionError error -> Optional.of(error.toString());
      case Outcome.Answer answer -> wrong(ProxyAnswer.parse(answer.bytes()));
    };
  }

  private Optional<String> wrong(ProxyAnswer answer) {
    return answer.statusCode() == 200
        ? wrong(answer.body())
        : Optional.of(answer.statusCode() + " " + answer.text());
  }

  /** What is wrong with the body of an answer; empty when it holds the right rows. */
  Optional<String> wrong(byte[] body) {
    JsonNode structured = JsonMapper.shared().readTree(body).at("/result/structuredContent");
    List<String> rows = new ArrayList<>();
    for (JsonNode row : structured.path("rows")) {
      rows.add(
          String.join(
              "|",
              row.path("o_orderkey").asString(),
              row.path("o_orderdate").asString(),
              row.path("o_orderstatus").asString(),
              row.path("o_totalprice").decimalValue().stripTrailingZeros().toPlainString()));
    }
    return rows.equals(expected) && structured.path("complete").asBoolean(false)
        ? Optional.empty()
        : Optional.of(new String(body, UTF_8));
  }
}
