package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bench.HttpCaller.Question;
import dev.sluice.servers.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The same question by primary key for Sluice and its peers, about a hundred orders, each with its
 * right answer as the database itself gives it. Thread-safe.
 */
final class OrderQuestions {
  /** The tool that reads the database on each call, of both. */
  static final String TOOL = "order_by_key";

  /** Sluice's tool whose answers are kept. */
  static final String KEPT_TOOL = "order_by_key_kept";

  /** The statement; its one argument is left open, since each writes it in its own way. */
  static final String SQL =
      "select o_orderkey, o_custkey, o_totalprice from orders where o_orderkey = %s";

  /** Connections to the database, of both. */
  static final int POOL = 8;

  private static final int ORDERS = 100;

  private final List<Order> orders;

  private OrderQuestions(List<Order> orders) {
    this.orders = orders;
  }

  /** Asks the primary what is right. */
  static OrderQuestions in(PostgresCluster cluster) throws SQLException {
    List<Order> orders = new ArrayList<>();
    try (Connection connection = cluster.primary();
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "select o_orderkey, o_custkey, o_totalprice from orders"
                    + " order by o_orderkey % 997, o_orderkey limit "
                    + ORDERS)) {
      while (results.next()) {
        orders.add(
            new Order(
                results.getLong(1),
                results.getLong(2),
                results.getBigDecimal(3).stripTrailingZeros().toPlainString()));
      }
    }
    if (orders.size() != ORDERS) {
      throw new IllegalStateException("the sample has fewer than " + ORDERS + " orders");
    }
    return new OrderQuestions(List.copyOf(orders));
  }

  /** Writes the catalogue with both of Sluice's tools. */
  static Path catalog(Path folder, Path sample) throws IOException {
    Path catalog = folder.resolve("peers-catalog");
    Files.createDirectories(catalog.resolve("tools"));
    Files.copy(
        sample.resolve("relations.yaml"),
        catalog.resolve("relations.yaml"),
        StandardCopyOption.REPLACE_EXISTING);
    tool(catalog, TOOL, "cache: off");
    tool(catalog, KEPT_TOOL, "max_age_seconds: 600");
    return catalog;
  }

  /** The questions to one tool, beginning with another order for each caller. */
  List<Question> to(String tool, int caller) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      Order order = orders.get((i + caller * 13) % ORDERS);
      questions.add(
          new Question(
              McpRequest.toolsCall(tool, "{\"order_id\": " + order.key() + "}"), order::wrong));
    }
    return questions;
  }

  private static void tool(Path catalog, String name, String caching) throws IOException {
    Files.writeString(
        catalog.resolve("tools/" + name + ".yaml"),
        """
        name: %s
        title: One order
        description: One order by its key.
        input:
          type: object
          properties:
            order_id: { type: integer, minimum: 1, description: o_orderkey. }
          required: [order_id]
          additionalProperties: false
        sql: %s
        %s
        examples:
          - { order_id: 1 }
        """
            .formatted(name, SQL.formatted(":order_id"), caching));
  }

  /** One right answer. */
  record Order(long key, long customer, Pattern right, String price) {
    Order(long key, long customer, String price) {
      // Toolbox answers with JSON within a JSON string, its quotes escaped.
      this(
          key,
          customer,
          Pattern.compile(
              "o_custkey\\\\?\":\\s*"
                  + customer
                  + "[,}].*o_totalprice\\\\?\":\\s*(?:\\\\?\")?"
                  + Pattern.quote(price)
                  + "0*[^0-9]",
              Pattern.DOTALL),
          price);
    }

    /** What is wrong with the body of an answer; empty when it holds the row. */
    Optional<String> wrong(byte[] body) {
      String text = new String(body, UTF_8);
      return right.matcher(text).find()
          ? Optional.empty()
          : Optional.of(text + " where customer " + customer + " and " + price + " are right");
    }
  }
}
