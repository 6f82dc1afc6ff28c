package dev.sluice.catalog;

import dev.sluice.catalog.MistakeCase.Kind;
import java.util.List;
import java.util.stream.Stream;

/** The mistakes of {@code catalog/MISTAKES.md}, in its order. */
final class MistakeCases {
  private static final String NAME = "name: customer_orders\n";
  private static final String TITLE = "title: Orders of one customer\n";
  private static final String SCOPES = "scopes: [orders.read]";
  private static final String STATUS = "status: { type: string, enum: [O, F, P] }";
  private static final String CACHE = "cache: { tags: [orders] }";
  private static final String LIMITS = "limits: { rows: 200, bytes: 262144, timeout_ms: 2000 }";
  private static final String EXECUTION = "execution: sync\n";
  private static final String EXAMPLES = "examples:\n  - { customer_id: 7 }\n";
  private static final String PAGE_BY = "page_by: [o_orderdate, o_orderkey]";
  private static final String VARIES_BY = "varies_by: [tenant]";
  private static final String MASK =
      "mask: { o_comment: { show: prefix, length: 3, unless_scope: pii.read } }";

  private MistakeCases() {}

  static List<MistakeCase> all() {
    return Stream.of(toolKeys(), inputs(), relations(), masks(), prompts(), budgets(), yaml())
        .flatMap(List::stream)
        .toList();
  }

  private static List<MistakeCase> toolKeys() {
    return List.of(
        seen("A key is misspelt", TITLE, "titel: Orders of one customer\n"),
        seen("A key of another product", EXECUTION, "kind: postgres-sql\n"),
        seen("The title is missing", TITLE, ""),
        seen("The name has capitals and a space", NAME, "name: Customer Orders\n"),
        seen("The name is a number", NAME, "name: 7\n"),
        seen(
            "The description is left empty",
            "Open and closed orders of a customer, newest first.",
            ""),
        seen(
            "The title is too long",
            "title: Orders",
            "title: " + "Very many ".repeat(13) + "orders"),
        seen("The SQL is missing", "sql: |", "query: |"),
        seen("A scope has a space", SCOPES, "scopes: [orders read]"),
        seen("A scope is written alone", SCOPES, "scopes: orders.read"),
        seen("A scope is listed twice", SCOPES, "scopes: [orders.read, orders.read]"),
        seen("Limits are a number", LIMITS, "limits: 200"),
        seen("A limit is misspelt", "rows: 200", "row: 200"),
        seen("No rows at all", "rows: 200", "rows: 0"),
        seen("More rows than an answer may have", "rows: 200", "rows: 100000"),
        seen("A limit with a unit", "bytes: 262144", "bytes: 256kB"),
        hidden(Kind.TOOL, "A timeout with an exponent", "timeout_ms: 2000", "timeout_ms: 2.5e3"),
        seen("An empty page_by", PAGE_BY, "page_by: []"),
        seen("A column in page_by twice", PAGE_BY, "page_by: [o_orderkey, o_orderkey]"),
        seen(
            "A direction behind a column of page_by",
            PAGE_BY,
            "page_by: [o_orderdate desc, o_orderkey]"),
        seen("A direction in page_by", PAGE_BY, "page_by: [{ o_orderdate: desc }]"),
        seen("More columns in page_by than eight", PAGE_BY, "page_by: [a, b, c, d, e, f, g, h, i]"),
        hidden(
            Kind.TOOL,
            "An argument named as Sluice's own",
            STATUS,
            STATUS + "\n    cursor: { type: string }"),
        seen("The cache is on", CACHE, "cache: on"),
        seen("The cache is false", CACHE, "cache: false"),
        seen("The cache has no tags", CACHE, "cache: {}"),
        seen("A key of the cache is misspelt", CACHE, "cache: { tag: [orders] }"),
        seen("An age of more than a day", EXECUTION, "max_age_seconds: 604800\n"),
        seen("A misspelt when_stale", EXECUTION, "max_age_seconds: 60\nwhen_stale: lable\n"),
        hidden(Kind.TOOL, "A when_stale without an age", EXECUTION, "when_stale: label\n"),
        seen("An unknown way to run", EXECUTION, "execution: async\n"),
        seen("No examples", EXAMPLES, ""),
        seen("An empty list of examples", EXAMPLES, "examples: []\n"),
        seen("An example that names no argument", "- { customer_id: 7 }", "- 7"));
  }

  private static List<MistakeCase> inputs() {
    return List.of(
        seen("The input is no object", "type: object", "type: array"),
        seen("The input has no type", "  type: object\n", ""),
        seen("The input is missing", "input:", "inputs:"),
        seen("Properties as a list", STATUS, STATUS + "\n  $defs: [status]"),
        seen("An argument in camel case", "customer_id: {", "customerId: {"),
        seen("An argument with a dash", "status: {", "order-status: {"),
        seen("A type is misspelt", "type: integer", "type: interger"),
        seen("A type of SQL", "type: integer", "type: bigint"),
        seen("A day as a type", STATUS, "status: { type: date }"),
        seen("A type instead of a schema", STATUS, "status: string"),
        hidden(
            Kind.TOOL,
            "A required argument is misspelt",
            "required: [customer_id]",
            "required: [custommer_id]"),
        hidden(
            Kind.TOOL,
            "A required argument that is not there",
            "required: [customer_id]",
            "required: [nation]"),
        seen("Required is left empty", "required: [customer_id]", "required: [null]"),
        seen("An argument says that it is required", "minimum: 1", "required: true"),
        hidden(Kind.TOOL, "A keyword is misspelt", "minimum: 1", "minimun: 1"),
        seen("A bound that is text", "minimum: 1", "minimum: '1'"),
        seen("A length below zero", STATUS, "status: { type: string, maxLength: -1 }"),
        seen("An enum that is one word", "enum: [O, F, P]", "enum: O"),
        hidden(
            Kind.TOOL,
            "A pattern that does not end",
            STATUS,
            "status: { type: string, pattern: '[OFP' }"));
  }

  private static List<MistakeCase> relations() {
    return List.of(
        relation("A relation without its schema", "public.orders", "orders", true),
        relation("A name with capitals", "public.orders", "public.Orders", true),
        relation("A name with a space", "public.orders", "public.my orders", true),
        relation("A database in front of the schema", "public.orders", "shop.public.orders", true),
        relation("A relation twice", "public.\"Odd Name\"", "public.orders", false),
        relation("The same relation in quotes", "public.\"Odd Name\"", "public.\"orders\"", false),
        relation("A key is misspelt", "varies_by:", "vary_by:", true),
        relation("The columns are missing", "  columns: [id]\n", "", true),
        relation("No columns", "columns: [id]", "columns: []", true),
        relation("All columns, with a star", "columns: [id]", "columns: '*'", true),
        relation("A column twice", "o_custkey, o_totalprice", "o_custkey, o_custkey", true),
        relation("A column whose name YAML reads as a number", "[id]", "[id, 2024]", true),
        relation(
            "A column's name longer than PostgreSQL keeps",
            "[id]",
            "[" + "long_".repeat(13) + "]",
            true),
        relation("A claim is misspelt", VARIES_BY, "varies_by: [tennant]", true),
        relation("A claim that no token has", VARIES_BY, "varies_by: [region]", true),
        relation("No claims", VARIES_BY, "varies_by: []", true),
        relation(
            "A relation is only a name",
            "- relation: public.\"Odd Name\"\n  columns: [id]",
            "- public.nation",
            true));
  }

  private static List<MistakeCase> masks() {
    return List.of(
        mask("A mask of a misspelt column", "o_coment: { show: hash }", false),
        mask("A mask of a column that is not exposed", "o_clerk: { show: hash }", false),
        mask("A mask that shows nothing known", "o_comment: { show: hahs }", true),
        mask("A mask without a way to show", "o_comment: { unless_scope: pii.read }", true),
        mask("A mask that is one word", "o_comment: hide", true),
        mask("A prefix without its length", "o_comment: { show: prefix }", true),
        mask("A prefix of no length", "o_comment: { show: prefix, length: 0 }", true),
        mask("A length that nothing uses", "o_comment: { show: hide, length: 3 }", true),
        mask("A bucket without its size", "o_totalprice: { show: bucket }", true),
        mask("A bucket of a negative size", "o_totalprice: { show: bucket, size: -10 }", true),
        mask("A bucket of an endless size", "o_totalprice: { show: bucket, size: 1e20 }", false),
        mask("A hash with a size", "o_totalprice: { show: hash, size: 10 }", true),
        mask("No masks", "", true),
        mask(
            "A key of a mask is misspelt",
            "o_comment: { show: hash, unless_scopes: pii.read }",
            true),
        mask(
            "A mask's scope with a space",
            "o_comment: { show: hash, unless_scope: pii read }",
            true));
  }

  private static List<MistakeCase> prompts() {
    return List.of(
        prompt("A place that no argument fills", "{{year}}", "{{month}}", false),
        prompt("A misspelt place", "{{nation}}", "{{natoin}}", false),
        prompt("A place with spaces", "{{nation}}", "{{ nation }}", false),
        prompt("A place without an end", "{{year}})", "{{year)", false),
        prompt("An argument twice", "name: year", "name: nation", false),
        prompt("An argument without a description", ", description: Only this year.", "", true),
        prompt("A required that is text", "required: true", "required: yes", true),
        prompt("An argument in camel case", "name: year", "name: orderYear", true),
        prompt("A key of an argument is misspelt", "required: true", "require: true", true),
        prompt("The text is missing", "text: |", "template: |", true),
        prompt(
            "Arguments as a mapping",
            "  - { name: nation, description: The nation's name., required: true }\n  - { name: year, description: Only this year. }",
            "  nation: The nation's name.",
            true));
  }

  private static List<MistakeCase> budgets() {
    return List.of(
        budget("A budget for nobody that is known", "principal:", "principals:"),
        budget("A period of another length", "calls_per_minute", "calls_per_second"),
        budget("A budget of nothing", "rows_per_day: 1000000", "rows_per_day: 0"),
        budget("A number with a unit", "bytes_per_day: 1000000000", "bytes_per_day: 1 GB"),
        budget("A budget as a number", "{ calls_per_minute: 600, rows_per_day: 1000000 }", "600"),
        budget("An empty budget", "{ calls_per_minute: 600, rows_per_day: 1000000 }", "{}"));
  }

  private static List<MistakeCase> yaml() {
    return List.of(
        hidden(Kind.TOOL, "A bracket is not closed", SCOPES, "scopes: [orders.read"),
        hidden(Kind.TOOL, "A colon inside plain text", "title: Orders", "title: Sales: orders"),
        hidden(Kind.TOOL, "A key is there twice", EXECUTION, "title: Orders\n"),
        hidden(Kind.TOOL, "A tab as indentation", "  type: object", "\ttype: object"),
        hidden(Kind.TOOL, "A number that is none", "customer_id: 7", "customer_id: .inf"),
        hidden(Kind.TOOL, "An anchor inside itself", "- { customer_id: 7 }", "- &a { x: *a }"));
  }

  private static MistakeCase seen(String title, String right, String wrong) {
    return new MistakeCase(title, Kind.TOOL, right, wrong, true);
  }

  private static MistakeCase hidden(Kind kind, String title, String right, String wrong) {
    return new MistakeCase(title, kind, right, wrong, false);
  }

  private static MistakeCase relation(
      String title, String right, String wrong, boolean structural) {
    return new MistakeCase(title, Kind.RELATIONS, right, wrong, structural);
  }

  private static MistakeCase mask(String title, String wrong, boolean structural) {
    return relation(title, MASK, "mask: { " + wrong + " }", structural);
  }

  private static MistakeCase budget(String title, String right, String wrong) {
    return new MistakeCase(title, Kind.BUDGETS, right, wrong, true);
  }

  private static MistakeCase prompt(String title, String right, String wrong, boolean structural) {
    return new MistakeCase(title, Kind.PROMPT, right, wrong, structural);
  }
}
