package dev.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.protocol.wire.ToolResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request through the protocol alone: eight tools, one of which is called and answers at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProtocolBenchmark {
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"customer_id\":{\"type\":\"integer\",\"minimum\":1},"
          + "\"status\":{\"type\":\"string\",\"enum\":[\"O\",\"F\",\"P\"]}},"
          + "\"required\":[\"customer_id\"],\"additionalProperties\":false}";
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
          + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"},"
          + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
  private static final String ARGUMENTS =
      "\"name\":\"tool_3\",\"arguments\":{\"customer_id\":7,\"status\":\"O\"}";

  private final McpServer server =
      new McpServer(
          Features.of(new ServerInfo("bench", "Bench", "1"), new EightTools()),
          new RequestStates(Secrets.none(), InstantSource.system()),
          _ -> false);
  private final Call call =
      new Call(
          Principal.LOCAL,
          Deadline.after(Duration.ofHours(1), InstantSource.system()),
          Reference.next());
  private final HttpRequest modernList = modern("tools/list", META);
  private final HttpRequest modernCall = modern("tools/call", ARGUMENTS + "," + META);
  private final HttpRequest legacyList = legacy("tools/list", "");
  private final HttpRequest legacyCall = legacy("tools/call", ARGUMENTS);

  /** {@code tools/list} of 2026-07-28. */
  @Benchmark
  public Object modernToolsList() {
    return server.handle(modernList, call);
  }

  /** {@code tools/call} of 2026-07-28. */
  @Benchmark
  public Object modernToolsCall() {
    return server.handle(modernCall, call);
  }

  /** {@code tools/list} of 2025-11-25. */
  @Benchmark
  public Object legacyToolsList() {
    return server.handle(legacyList, call);
  }

  /** {@code tools/call} of 2025-11-25. */
  @Benchmark
  public Object legacyToolsCall() {
    return server.handle(legacyCall, call);
  }

  private static HttpRequest modern(String method, String params) {
    return request(
        method,
        params,
        Map.of(
            "Accept", "application/json, text/event-stream",
            "MCP-Protocol-Version", "2026-07-28",
            "Mcp-Method", method,
            "Mcp-Name", "tool_3"));
  }

  private static HttpRequest legacy(String method, String params) {
    return request(
        method,
        params,
        Map.of(
            "Accept", "application/json, text/event-stream",
            "MCP-Protocol-Version", "2025-11-25"));
  }

  private static HttpRequest request(String method, String params, Map<String, String> headers) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    return new HttpRequest("POST", headers, body.getBytes(UTF_8));
  }

  private static final class EightTools implements Tools {
    private static final ToolOutcome DONE =
        new ToolOutcome.Done(
            new ToolResult(List.of(new Content.Text("a,b\n1,2\n(1 row)")), null, false));

    private final List<Tool> tools =
        new ArrayList<>(IntStream.range(0, 8).mapToObj(EightTools::tool).toList());

    private static Tool tool(int number) {
      return Tool.of(
          new ToolDescriptor(
              "tool_" + number,
              "A tool",
              "Orders of a customer, newest first, with status and total price.",
              (ObjectNode) JsonMapper.shared().readTree(SCHEMA),
              null),
          (_, _) -> DONE);
    }

    @Override
    public List<Tool> list(Call call) {
      return tools;
    }

    @Override
    public Optional<Tool> find(String name, Call call) {
      return tools.stream().filter(tool -> tool.descriptor().name().equals(name)).findFirst();
    }
  }
}
