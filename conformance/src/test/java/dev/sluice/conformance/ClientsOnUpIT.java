package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.npm.NodePackages;
import dev.sluice.npm.Program;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that others wrote, against what {@code ./sluice up} serves: the sample's catalogue. */
class ClientsOnUpIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path SCRIPT = Stage.HOME.resolve("src/test/node/up.mjs");
  private static final String ORDERS_URI = "sluice://relations/public.orders";

  private static final List<String> TOOLS =
      List.of(
          "customer_orders",
          "find_customers",
          "find_parts",
          "monthly_sales",
          "order_lines",
          "part_suppliers",
          "revenue_by_nation",
          "top_customers",
          "calendar_period",
          "list_relations",
          "describe_relation",
          "query",
          "explain_query",
          "start_query",
          "task_status",
          "task_result",
          "cancel_task",
          "get_budget");

  /** What they answer depends on what is asked, or is said by its names. */
  private static final List<String> WITHOUT_OUTPUT_SCHEMA =
      List.of(
          "list_relations",
          "describe_relation",
          "query",
          "explain_query",
          "start_query",
          "task_status",
          "task_result",
          "cancel_task",
          "get_budget");

  /** TPC-H has 150,000 customers at scale 1. */
  private static final int CUSTOMERS = 465;

  @TempDir private static Path cache;
  private static UpProcess up;

  @TempDir private Path scratch;

  @BeforeAll
  static void start() throws IOException {
    up = UpProcess.start(cache);
  }

  @AfterAll
  static void stop() {
    up.close();
  }

  @ParameterizedTest
  @CsvSource({"v1,2025-11-25", "v2-auto,2026-07-28", "v2-pinned,2026-07-28"})
  void typeScript_whatAnAnalystDoes_isAnsweredAndValidated(String client, String revision)
      throws Exception {
    JsonNode did =
        json(
            Stage.packages()
                .node("--input-type=module", "-", client, up.endpoint().toString())
                .redirectInput(SCRIPT.toFile()));
    assertThat(did.get("revision").asString()).isEqualTo(revision);
    assertThat(did.get("instructions").asString()).contains("next_cursor");
    assertThat(texts(did.get("tools"))).containsExactlyInAnyOrderElementsOf(TOOLS);
    assertThat(texts(did.get("withoutOutputSchema"))).isEqualTo(WITHOUT_OUTPUT_SCHEMA);
    assertThat(did.get("orders").asInt()).isPositive();
    assertThat(did.get("pages").asInt()).isEqualTo((CUSTOMERS + 99) / 100);
    assertThat(did.get("customers").asInt()).isEqualTo(CUSTOMERS);
    assertThat(did.get("distinct").asInt()).isEqualTo(CUSTOMERS);
    assertThat(texts(did.get("found"))).startsWith("public.orders");
    assertThat(texts(did.get("columns"))).contains("o_orderkey", "o_comment");
    assertThat(did.get("period").toString())
        .isEqualTo("{\"from\":\"1998-04-01\",\"until\":\"1998-07-01\"}");
    assertThat(texts(did.get("resources"))).hasSize(8).contains(ORDERS_URI);
    assertThat(texts(did.get("templates")))
        .containsExactly(
            "sluice://relations/{relation}", "sluice://tasks/{task_id}/rows/{first_row}");
    assertThat(did.get("read").asString()).contains("o_orderkey");
    assertThat(texts(did.get("completions"))).containsExactly("public.part", "public.partsupp");
    assertThat(texts(did.get("prompts"))).containsExactly("customer_brief", "quarterly_review");
    assertThat(did.get("long").toString())
        .isEqualTo(
            "{\"rows\":%1$d,\"byPages\":%1$d,\"byLinks\":%1$d,\"same\":true}"
                .formatted(did.get("long").get("rows").asInt()));
    assertThat(did.get("long").get("rows").asInt()).isGreaterThan(10_000);
    assertThat(did.get("prompt").asString()).contains("the quarter that holds 1998-08-02");
    did.get("spoilt")
        .forEachEntry(
            (tool, told) ->
                assertThat(told.asString())
                    .as("an answer of %s that breaks its schema", tool)
                    .contains("does not match the tool's output schema"));
    assertThat(did.get("spoilt")).hasSize(3);
    assertThat(did.get("errors")).isEmpty();
  }

  @Test
  void javaSdk_whatAnAnalystDoes_isAnsweredAndValidated() {
    List<Boolean> valid = new ArrayList<>();
    JsonSchemaValidator library = McpJsonDefaults.getSchemaValidator();
    JsonSchemaValidator counting =
        (schema, content) -> {
          JsonSchemaValidator.ValidationResponse response = library.validate(schema, content);
          valid.add(response.valid());
          return response;
        };
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder(up.endpoint().resolve("/").toString())
            .endpoint(up.endpoint().getPath())
            .build();
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(LIMIT)
            .enableCallToolSchemaCaching(true)
            .jsonSchemaValidator(counting)
            .build()) {
      client.initialize();
      List<McpSchema.Tool> tools = client.listTools().tools();
      assertThat(tools.stream().map(McpSchema.Tool::name))
          .containsExactlyInAnyOrderElementsOf(TOOLS);
      assertThat(
              tools.stream().filter(tool -> tool.outputSchema() == null).map(McpSchema.Tool::name))
          .isEqualTo(WITHOUT_OUTPUT_SCHEMA);
      assertThat(call(client, "customer_orders", Map.of("customer_id", 7)).get("rows"))
          .asInstanceOf(InstanceOfAssertFactories.LIST)
          .isNotEmpty();
      assertThat(customers(client)).hasSize(CUSTOMERS);
      assertThat(call(client, "list_relations", Map.of("search", "order")).get("relations"))
          .asString()
          .contains("public.orders");
      assertThat(call(client, "describe_relation", Map.of("relation", "orders")).get("columns"))
          .asString()
          .contains("o_comment");
      assertThat(
              call(
                  client,
                  "calendar_period",
                  Map.of("unit", "QUARTER", "offset", -1, "day", "1998-08-02")))
          .isEqualTo(Map.of("from", "1998-04-01", "until", "1998-07-01"));
      assertThat(valid).hasSizeGreaterThanOrEqualTo(7).containsOnly(true);
      assertResourcesAndPrompts(client);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void inspector_whatAnAnalystDoes_isAnswered(String era) throws Exception {
    JsonNode tools = inspector(era, "--method", "tools/list").at("/result/tools");
    assertThat(tools.valueStream().map(tool -> tool.get("name").asString()))
        .containsExactlyInAnyOrderElementsOf(TOOLS);
    JsonNode orders = call(era, "customer_orders", "customer_id=7");
    assertThat(orders.get("row_count").asInt()).isPositive();
    JsonNode page = call(era, "find_customers");
    JsonNode next = call(era, "find_customers", "cursor=" + page.get("next_cursor").asString());
    assertThat(next.at("/rows/0/c_custkey").asInt()).isEqualTo(101);
    assertThat(call(era, "list_relations", "search=order").toString()).contains("public.orders");
    assertThat(call(era, "describe_relation", "relation=orders").toString()).contains("o_comment");
    assertThat(
            call(era, "calendar_period", "unit=QUARTER", "offset=-1", "day=1998-08-02").toString())
        .isEqualTo("{\"from\":\"1998-04-01\",\"until\":\"1998-07-01\"}");
    assertThat(
            inspector(era, "--method", "resources/read", "--uri", ORDERS_URI)
                .at("/result/contents/0/text")
                .asString())
        .contains("o_orderkey");
    assertThat(
            inspector(
                    era,
                    "--method",
                    "prompts/get",
                    "--prompt-name",
                    "quarterly_review",
                    "--prompt-args",
                    "day=1998-08-02")
                .at("/result/messages/0/content/text")
                .asString())
        .contains("the quarter that holds 1998-08-02");
  }

  /** The Inspector completes only over a connection that a daemon of its own keeps. */
  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void inspector_nameOfARelation_isCompleted(String era) throws Exception {
    try {
      JsonNode connected = daemon("connect", "--era", era, up.endpoint().toString());
      JsonNode completed =
          daemon(
              "--connection",
              connected.get("name").asString(),
              "prompts/complete",
              "--complete-ref-type",
              "ref/resource",
              "--complete-ref",
              "sluice://relations/{relation}",
              "--complete-arg-name",
              "relation",
              "--complete-arg-value",
              "public.part");
      assertThat(texts(completed.findValue("values")))
          .containsExactly("public.part", "public.partsupp");
    } finally {
      Program.run(alone(command("mcpdo", List.of("daemon", "stop"))), LIMIT, "");
    }
  }

  private static void assertResourcesAndPrompts(McpSyncClient client) {
    McpSchema.ResourceContents contents =
        client
            .readResource(McpSchema.ReadResourceRequest.builder(ORDERS_URI).build())
            .contents()
            .getFirst();
    assertThat(((McpSchema.TextResourceContents) contents).text()).contains("o_orderkey");
    assertThat(
            client
                .completeCompletion(
                    McpSchema.CompleteRequest.builder(
                            new McpSchema.ResourceReference("sluice://relations/{relation}"),
                            new McpSchema.CompleteRequest.CompleteArgument(
                                "relation", "public.part"))
                        .build())
                .completion()
                .values())
        .containsExactly("public.part", "public.partsupp");
    McpSchema.GetPromptResult prompt =
        client.getPrompt(
            McpSchema.GetPromptRequest.builder("quarterly_review")
                .arguments(Map.of("day", "1998-08-02"))
                .build());
    assertThat(prompt.messages().toString()).contains("the quarter that holds 1998-08-02");
  }

  private static Set<Object> customers(McpSyncClient client) {
    Set<Object> keys = new HashSet<>();
    Object cursor = null;
    do {
      Map<?, ?> page =
          call(client, "find_customers", cursor == null ? Map.of() : Map.of("cursor", cursor));
      for (Object row : (List<?>) Objects.requireNonNull(page.get("rows"))) {
        assertThat(keys.add(((Map<?, ?>) row).get("c_custkey"))).isTrue();
      }
      cursor = page.get("next_cursor");
    } while (cursor != null);
    return keys;
  }

  private static Map<?, ?> call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    McpSchema.CallToolResult result =
        client.callTool(McpSchema.CallToolRequest.builder(tool).arguments(arguments).build());
    assertThat(result.isError()).as(result.toString()).isNotEqualTo(true);
    return (Map<?, ?>) Objects.requireNonNull(result.structuredContent());
  }

  private JsonNode call(String era, String tool, String... arguments)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--method", "tools/call", "--tool-name", tool));
    if (arguments.length > 0) {
      all.add("--tool-arg");
      all.addAll(List.of(arguments));
    }
    JsonNode answer = inspector(era, all.toArray(String[]::new));
    return Objects.requireNonNull(answer.at("/result").get("structuredContent"), answer.toString());
  }

  private JsonNode inspector(String era, String... arguments)
      throws IOException, InterruptedException {
    List<String> first =
        List.of(
            "--cli",
            up.endpoint().toString(),
            "--transport",
            "http",
            "--protocol-era",
            era,
            "--quiet",
            "--format",
            "json");
    return json(alone(command("mcp-inspector", first, arguments)));
  }

  private JsonNode daemon(String... arguments) throws IOException, InterruptedException {
    return json(alone(command("mcpdo", List.of("--format", "json"), arguments)));
  }

  private static ProcessBuilder command(String program, List<String> first, String... then)
      throws IOException, InterruptedException {
    NodePackages packages = Stage.packages();
    return packages.node(
        Stream.of(Stream.of(packages.binary(program).toString()), first.stream(), Stream.of(then))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  /** Away from what a person at this machine has set up and stored. */
  private ProcessBuilder alone(ProcessBuilder command) {
    command.environment().put("HOME", scratch.toString());
    command.environment().put("MCP_INSPECTOR_SECRET_STORE", "memory");
    return command;
  }

  private JsonNode json(ProcessBuilder command) throws IOException, InterruptedException {
    Path out = scratch.resolve("out");
    Path err = scratch.resolve("err");
    int status =
        Program.run(
            command.redirectOutput(out.toFile()).redirectError(err.toFile()), LIMIT, "no Node");
    assertThat(status).as(() -> read(out) + read(err)).isZero();
    return JsonMapper.shared().readTree(read(out));
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asString).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
