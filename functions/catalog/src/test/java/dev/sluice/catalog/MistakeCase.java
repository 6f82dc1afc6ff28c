package dev.sluice.catalog;

import java.util.Locale;

/**
 * One mistake an owner can make: a valid file with one thing changed.
 *
 * @param title what the owner did
 * @param kind of file
 * @param right what stands in the valid file
 * @param wrong what the owner wrote instead
 * @param structural whether an editor can see it: the published JSON Schema refuses it too
 */
record MistakeCase(String title, Kind kind, String right, String wrong, boolean structural) {

  /** A kind of file, with a valid one. */
  enum Kind {
    TOOL(
        "tools/customer_orders.yaml",
        "tool.schema.json",
        """
        # yaml-language-server: $schema=../schema/tool.schema.json
        name: customer_orders
        title: Orders of one customer
        description: Open and closed orders of a customer, newest first.
        scopes: [orders.read]
        input:
          type: object
          properties:
            customer_id: { type: integer, minimum: 1, description: The customer's key. }
            status: { type: string, enum: [O, F, P] }
          required: [customer_id]
        sql: |
          select o_orderkey, o_orderdate, o_totalprice from orders
          where o_custkey = :customer_id and (:status::text is null or o_orderstatus = :status)
          order by o_orderdate desc, o_orderkey
        page_by: [o_orderdate, o_orderkey]
        cache: { tags: [orders] }
        limits: { rows: 200, bytes: 262144, timeout_ms: 2000 }
        execution: sync
        examples:
          - { customer_id: 7 }
        """),
    RELATIONS(
        "relations.yaml",
        "relations.schema.json",
        """
        # yaml-language-server: $schema=schema/relations.schema.json
        - relation: public.orders
          description: One row for each order.
          columns: [o_orderkey, o_custkey, o_totalprice, o_comment]
          varies_by: [tenant]
          mask: { o_comment: { show: prefix, length: 3, unless_scope: pii.read } }
        - relation: public."Odd Name"
          columns: [id]
        """),
    PROMPT(
        "prompts/late_orders.yaml",
        "prompt.schema.json",
        """
        # yaml-language-server: $schema=../schema/prompt.schema.json
        name: late_orders
        title: Late orders of a nation
        description: Finds which orders of a nation were late, and why.
        arguments:
          - { name: nation, description: The nation's name., required: true }
          - { name: year, description: Only this year. }
        text: |
          Find the late orders of {{nation}} (year: {{year}}), and say what they have in common.
        """),
    BUDGETS(
        "budgets.yaml",
        "budgets.schema.json",
        """
        # yaml-language-server: $schema=schema/budgets.schema.json
        principal: { calls_per_minute: 600, rows_per_day: 1000000 }
        tenant: { bytes_per_day: 1000000000, database_ms_per_day: 600000 }
        """);

    final String file;
    final String schema;
    final String valid;

    Kind(String file, String schema, String valid) {
      this.file = file;
      this.schema = schema;
      this.valid = valid;
    }
  }

  /** The file with the mistake in it. */
  String text() {
    if (!kind.valid.contains(right)) {
      throw new IllegalStateException("'" + title + "' changes nothing: " + right);
    }
    return kind.valid.replace(right, wrong);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + ": " + title;
  }
}
