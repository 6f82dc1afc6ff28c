package dev.sluice.gateway;

import dev.sluice.gateway.DoorsIT.Belongings;
import dev.sluice.gateway.DoorsIT.Planted;
import dev.sluice.gateway.Visitor.Reply;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** What somebody tries at each door to get at what another has. */
final class DoorCases {
  /** Doors that no list of the product holds. */
  static final Set<String> BESIDE =
      Set.of("beside cursor", "beside cache", "beside link", "beside errors", "beside audit");

  /** Through these one sees one's own, in full. */
  static final List<String> SHOWING =
      List.of(
          "tool find_customers",
          "tool customer_orders",
          "tool order_lines",
          "tool query",
          "tool task_result",
          "template sluice://tasks/{task_id}/rows/{first_row}",
          "2026-07-28 tools/call",
          "2026-07-28 resources/read",
          "2026-07-28 tasks/get",
          "2025-11-25 tools/call",
          "2025-11-25 resources/read",
          "beside cache");

  /** At these a task's id is shown. */
  static final List<String> OF_TASKS =
      List.of(
          "2026-07-28 tasks/get",
          "2026-07-28 tasks/update",
          "2026-07-28 tasks/cancel",
          "2026-07-28 resources/read",
          "2025-11-25 resources/read",
          "tool task_status",
          "tool task_result",
          "tool cancel_task");

  private static final String DAYS = "{\"from\":\"1992-01-01\",\"until\":\"1999-01-01\"}";
  private static final String RELATION = "sluice://relations/{relation}";

  /** What is tried. */
  @FunctionalInterface
  interface Attempt {
    List<Reply> tries(Visitor visitor, Belongings of);
  }

  /** By door. */
  static final Map<String, Attempt> ALL = all();

  private DoorCases() {}

  private static Map<String, Attempt> all() {
    Map<String, Attempt> all = new LinkedHashMap<>();
    all.putAll(modern());
    all.putAll(legacy());
    all.putAll(tools());
    all.put("prompt customer_brief", (visitor, _) -> prompt(visitor, "customer_brief", "customer"));
    all.put("prompt quarterly_review", (visitor, _) -> prompt(visitor, "quarterly_review", "day"));
    all.put(
        "template " + RELATION,
        (visitor, _) -> List.of(read(visitor, "sluice://relations/public.customer")));
    all.put(
        "template sluice://tasks/{task_id}/rows/{first_row}",
        (visitor, of) -> List.of(read(visitor, rows(of)), read(visitor, task(of) + "/rows/2")));
    all.put(
        "path /.well-known/oauth-protected-resource/mcp",
        (visitor, _) -> List.of(visitor.get("/.well-known/oauth-protected-resource/mcp")));
    all.put(
        "path /.well-known/oauth-protected-resource",
        (visitor, _) -> List.of(visitor.get("/.well-known/oauth-protected-resource")));
    all.put(
        "beside cursor",
        (visitor, of) ->
            List.of(
                visitor.tool("find_customers", "{\"cursor\":\"" + of.cursor() + "\"}"),
                visitor.legacyTool("find_customers", "{\"cursor\":\"" + of.cursor() + "\"}")));
    all.put(
        "beside cache",
        (visitor, of) -> List.of(customers(visitor), orders(visitor, of), customers(visitor)));
    all.put(
        "beside link",
        (_, of) ->
            List.of(
                Visitor.load(URI.create(of.link().toString().replaceAll("\\?.*", ""))),
                Visitor.load(URI.create(of.link() + "0")),
                Visitor.load(
                    URI.create(
                        of.link().toString().replaceAll("part-\\d+\\.jsonl\\.gz", "index.json")))));
    all.put(
        "beside errors",
        (visitor, of) ->
            List.of(
                visitor.tool("query", sql("select c_name::int as n from customer")),
                visitor.tool("query", sql("select c_address::int as n from customer")),
                visitor.tool("customer_orders", "{\"customer_id\":\"all\"}"),
                visitor.tool("find_customers", "{\"cursor\":\"x" + of.cursor() + "\"}"),
                visitor.legacy("tasks/list", "{}")));
    // There is no door to records but the command, on the machine where they lie.
    all.put(
        "beside audit",
        (visitor, of) ->
            List.of(
                visitor.tool("audit", "{\"reference\":\"" + of.reference() + "\"}"),
                visitor.modern("audit/get", null, "{\"reference\":\"" + of.reference() + "\"}"),
                read(visitor, "sluice://audit/" + of.reference()),
                visitor.get("/audit/" + of.reference()),
                visitor.get("/mcp?audit=" + of.reference())));
    return all;
  }

  private static Map<String, Attempt> modern() {
    Map<String, Attempt> all = new LinkedHashMap<>();
    for (String method :
        List.of(
            "server/discover",
            "tools/list",
            "resources/list",
            "resources/templates/list",
            "prompts/list")) {
      all.put("2026-07-28 " + method, (visitor, _) -> List.of(visitor.modern(method, null, "{}")));
    }
    all.put("2026-07-28 tools/call", (visitor, _) -> List.of(customers(visitor)));
    all.put("2026-07-28 resources/read", (visitor, of) -> List.of(read(visitor, rows(of))));
    all.put(
        "2026-07-28 prompts/get", (visitor, _) -> prompt(visitor, "customer_brief", "customer"));
    all.put(
        "2026-07-28 completion/complete",
        (visitor, of) ->
            completions(of).stream()
                .map(params -> visitor.modern("completion/complete", null, params))
                .toList());
    all.put(
        "2026-07-28 tasks/get", (visitor, of) -> List.of(taskMethod(visitor, of, "tasks/get", "")));
    all.put(
        "2026-07-28 tasks/update",
        (visitor, of) ->
            List.of(taskMethod(visitor, of, "tasks/update", ",\"inputResponses\":{}")));
    all.put(
        "2026-07-28 tasks/cancel",
        (visitor, of) -> List.of(taskMethod(visitor, of, "tasks/cancel", "")));
    return all;
  }

  private static Map<String, Attempt> legacy() {
    Map<String, Attempt> all = new LinkedHashMap<>();
    BiFunction<String, String, Attempt> plain =
        (method, params) -> (visitor, _) -> List.of(visitor.legacy(method, params));
    Map<String, String> methods = new LinkedHashMap<>();
    methods.put(
        "initialize",
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
            + "\"clientInfo\":{\"name\":\"visitor\",\"version\":\"1\"}}");
    methods.put("ping", "{}");
    methods.put("logging/setLevel", "{\"level\":\"debug\"}");
    for (String list :
        List.of("tools/list", "resources/list", "resources/templates/list", "prompts/list")) {
      methods.put(list, "{}");
    }
    methods.forEach(
        (method, params) -> all.put("2025-11-25 " + method, plain.apply(method, params)));
    for (String method :
        List.of("resources/subscribe", "resources/unsubscribe", "resources/read")) {
      all.put(
          "2025-11-25 " + method,
          (visitor, of) -> List.of(visitor.legacy(method, "{\"uri\":\"" + rows(of) + "\"}")));
    }
    all.put(
        "2025-11-25 tools/call",
        (visitor, of) ->
            List.of(
                visitor.legacyTool("find_customers", "{\"name\":\"" + Planted.NAMES + "\"}"),
                visitor.legacyTool("task_result", id(of)),
                visitor.legacyTool("query", sql("select * from customer"))));
    all.put(
        "2025-11-25 prompts/get",
        (visitor, _) ->
            List.of(
                visitor.legacy(
                    "prompts/get",
                    "{\"name\":\"customer_brief\",\"arguments\":{\"customer\":\"x\"}}")));
    all.put(
        "2025-11-25 completion/complete",
        (visitor, of) ->
            completions(of).stream()
                .map(params -> visitor.legacy("completion/complete", params))
                .toList());
    return all;
  }

  private static Map<String, Attempt> tools() {
    Map<String, Attempt> all = new LinkedHashMap<>();
    all.put("tool find_customers", (visitor, _) -> List.of(customers(visitor)));
    all.put("tool customer_orders", (visitor, of) -> List.of(orders(visitor, of)));
    all.put(
        "tool order_lines",
        (visitor, of) ->
            List.of(visitor.tool("order_lines", "{\"order_id\":" + of.planted().key() + "}")));
    put(all, "find_parts", "{}");
    put(all, "part_suppliers", "{\"part_id\":1}");
    put(all, "monthly_sales", DAYS);
    put(all, "top_customers", DAYS);
    put(all, "revenue_by_nation", DAYS);
    put(all, "calendar_period", "{\"unit\":\"MONTH\",\"offset\":0,\"day\":\"1998-08-02\"}");
    put(all, "get_budget", "{}");
    put(all, "list_relations", "{}");
    put(all, "describe_relation", "{\"relation\":\"customer\"}");
    String marked =
        "select c_name, c_address, c_comment, c_acctbal from customer where c_name like '"
            + Planted.NAMES
            + "%'";
    put(all, "query", sql(marked));
    put(all, "explain_query", sql(marked));
    put(all, "start_query", sql(marked));
    for (String tool : List.of("task_status", "task_result", "cancel_task")) {
      all.put("tool " + tool, (visitor, of) -> List.of(visitor.tool(tool, id(of))));
    }
    return all;
  }

  private static void put(Map<String, Attempt> all, String tool, String arguments) {
    all.put("tool " + tool, (visitor, _) -> List.of(visitor.tool(tool, arguments)));
  }

  private static Reply customers(Visitor visitor) {
    return visitor.tool("find_customers", "{\"name\":\"" + Planted.NAMES + "\"}");
  }

  private static Reply orders(Visitor visitor, Belongings of) {
    return visitor.tool("customer_orders", "{\"customer_id\":" + of.planted().key() + "}");
  }

  private static Reply taskMethod(Visitor visitor, Belongings of, String method, String more) {
    return visitor.modern(method, of.taskId(), "{\"taskId\":\"" + of.taskId() + "\"" + more + "}");
  }

  private static Reply read(Visitor visitor, String uri) {
    return visitor.modern("resources/read", uri, "{\"uri\":\"" + uri + "\"}");
  }

  private static List<Reply> prompt(Visitor visitor, String name, String argument) {
    String value = argument.equals("day") ? "1998-08-02" : "x";
    return List.of(
        visitor.modern(
            "prompts/get",
            name,
            "{\"name\":\"%s\",\"arguments\":{\"%s\":\"%s\"}}".formatted(name, argument, value)));
  }

  private static List<String> completions(Belongings of) {
    String begun = of.taskId().substring(0, 4);
    return List.of(
        completion(RELATION, "relation", "public.c"),
        completion("sluice://tasks/{task_id}/rows/{first_row}", "task_id", begun));
  }

  private static String completion(String template, String argument, String value) {
    return "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"%s\"},\"argument\":{\"name\":\"%s\",\"value\":\"%s\"}}"
        .formatted(template, argument, value);
  }

  private static String id(Belongings of) {
    return "{\"task_id\":\"" + of.taskId() + "\"}";
  }

  private static String task(Belongings of) {
    return "sluice://tasks/" + of.taskId();
  }

  private static String rows(Belongings of) {
    return task(of) + "/rows/1";
  }

  private static String sql(String text) {
    return "{\"sql\":\"" + text + "\"}";
  }
}
