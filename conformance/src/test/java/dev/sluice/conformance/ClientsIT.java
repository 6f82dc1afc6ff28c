package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.npm.NodePackages;
import dev.sluice.npm.Program;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that others wrote, against the deployed handler. */
class ClientsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path SCRIPT = Stage.HOME.resolve("src/test/node/client.mjs");
  private static final int TOOLS = 29;
  private static final String TEXT = "This is the content of the static text resource.";
  private static final URI ENDPOINT = Stage.gateway().endpoint();

  @TempDir private Path scratch;

  @ParameterizedTest
  @CsvSource({
    "v1,        2025-11-25, -32002, error -32603",
    "v2-auto,   2026-07-28, -32602, 'Hello, Ada!'",
    "v2-pinned, 2026-07-28, -32602, 'Hello, Ada!'"
  })
  void typeScript_everyKindOfRequest_isAnswered(
      String client, String revision, int notFound, String asked) throws Exception {
    JsonNode did =
        json(
            Stage.packages()
                .node("--input-type=module", "-", client, ENDPOINT.toString())
                .redirectInput(SCRIPT.toFile()));
    assertThat(did.get("revision").asString()).isEqualTo(revision);
    assertThat(did.get("server").asString()).isEqualTo("sluice-fixtures");
    assertThat(did.get("tools")).hasSize(TOOLS);
    assertThat(did.get("sum").asInt()).isEqualTo(42);
    assertThat(did.get("wrongIsError").asBoolean()).isTrue();
    assertThat(did.get("resources").toString())
        .isEqualTo("[\"test://static-text\",\"test://static-binary\"]");
    assertThat(did.get("templates").toString()).isEqualTo("[\"test://template/{id}/data\"]");
    assertThat(did.get("text").asString()).isEqualTo(TEXT);
    assertThat(did.get("filled").asString()).isEqualTo("42");
    assertThat(did.get("missing").asInt()).isEqualTo(notFound);
    assertThat(did.get("prompt").asString())
        .isEqualTo("Prompt with arguments: arg1='one', arg2='two'");
    assertThat(did.get("completions").toString()).isEqualTo("[\"paris\",\"park\",\"party\"]");
    assertThat(did.get("progress").toString()).isEqualTo("[0,50,100]");
    assertThat(did.get("region").asString()).isEqualTo("The region is Zürich");
    assertThat(did.get("asked").asString()).isEqualTo(asked);
    assertThat(did.get("errors")).isEmpty();
  }

  @Test
  void javaSdk_everyKindOfRequest_isAnswered() {
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder(ENDPOINT.resolve("/").toString())
            .endpoint(ENDPOINT.getPath())
            .build();
    try (McpSyncClient client = McpClient.sync(transport).requestTimeout(LIMIT).build()) {
      assertThat(client.initialize().protocolVersion()).isEqualTo("2025-11-25");
      assertThat(client.listTools().tools()).hasSize(TOOLS);
      McpSchema.CallToolResult sum = client.callTool(add(Map.of("a", 2, "b", 40)));
      assertThat(sum.isError()).isFalse();
      assertThat(sum.structuredContent()).isEqualTo(Map.of("sum", 42));
      assertThat(client.callTool(add(Map.of("a", "two"))).isError()).isTrue();
      assertThat(client.listResources().resources()).hasSize(2);
      assertThat(client.listResourceTemplates().resourceTemplates()).hasSize(1);
      McpSchema.ResourceContents contents =
          client
              .readResource(McpSchema.ReadResourceRequest.builder("test://static-text").build())
              .contents()
              .getFirst();
      assertThat(((McpSchema.TextResourceContents) contents).text()).isEqualTo(TEXT);
      assertThat(client.listPrompts().prompts()).hasSize(5);
      assertThat(
              client
                  .completeCompletion(
                      McpSchema.CompleteRequest.builder(
                              McpSchema.PromptReference.builder("test_prompt_with_arguments")
                                  .build(),
                              new McpSchema.CompleteRequest.CompleteArgument("arg1", "par"))
                          .build())
                  .completion()
                  .values())
          .containsExactly("paris", "park", "party");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void inspector_toolsAndResources_areListedCalledAndRead(String era) throws Exception {
    assertThat(inspector(era, "--method", "tools/list").at("/result/tools")).hasSize(TOOLS);
    assertThat(
            inspector(
                    era,
                    "--method",
                    "tools/call",
                    "--tool-name",
                    "add",
                    "--tool-arg",
                    "a=2",
                    "b=40")
                .at("/result/structuredContent/sum")
                .asInt())
        .isEqualTo(42);
    assertThat(
            inspector(era, "--method", "resources/read", "--uri", "test://static-text")
                .at("/result/contents/0/text")
                .asString())
        .isEqualTo(TEXT);
  }

  /** The Inspector completes only over a connection that a daemon of its own keeps. */
  @ParameterizedTest
  @ValueSource(strings = {"legacy", "modern"})
  void inspector_argument_isCompleted(String era) throws Exception {
    try {
      JsonNode connected = daemon("connect", "--era", era, ENDPOINT.toString());
      assertThat(connected.path("protocolEra").asString()).isEqualTo(era);
      JsonNode completed =
          daemon(
              "--connection",
              connected.get("name").asString(),
              "prompts/complete",
              "--complete-ref-type",
              "ref/prompt",
              "--complete-ref",
              "test_prompt_with_arguments",
              "--complete-arg-name",
              "arg1",
              "--complete-arg-value",
              "par");
      assertThat(completed.findValue("values").toString())
          .isEqualTo("[\"paris\",\"park\",\"party\"]");
    } finally {
      Program.run(alone(command("mcpdo", List.of("daemon", "stop"))), LIMIT, "");
    }
  }

  private static McpSchema.CallToolRequest add(Map<String, Object> arguments) {
    return McpSchema.CallToolRequest.builder("add").arguments(arguments).build();
  }

  private JsonNode inspector(String era, String... arguments)
      throws IOException, InterruptedException {
    List<String> first =
        List.of(
            "--cli",
            ENDPOINT.toString(),
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
    List<String> all = new ArrayList<>(List.of(packages.binary(program).toString()));
    all.addAll(first);
    all.addAll(List.of(then));
    return packages.node(all.toArray(String[]::new));
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

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
