package dev.sluice.tool;

import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.feature.Tools;
import dev.sluice.protocol.operation.RequestExchange;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Calls tools as a client does. */
public final class TestCalls {
  private TestCalls() {}

  /** A call of somebody, with time enough. */
  public static Call by(Principal principal) {
    return new Call(
        principal,
        Deadline.after(Duration.ofSeconds(60), InstantSource.system()),
        Reference.next());
  }

  public static Exchange exchange(Call call) {
    ObjectNode nothing = JsonNodeFactory.instance.objectNode();
    return new RequestExchange(
        call, new RequestExchange.Client(nothing, null, null), nothing, null);
  }

  public static ToolResult call(Tools tools, String name, String arguments) {
    return call(tools, Principal.LOCAL, name, arguments);
  }

  public static ToolResult call(Tools tools, Principal principal, String name, String arguments) {
    Call call = by(principal);
    return call(tools.find(name, call).orElseThrow(), call, arguments);
  }

  public static ToolResult call(Tool tool, String arguments) {
    return call(tool, by(Principal.LOCAL), arguments);
  }

  private static ToolResult call(Tool tool, Call call, String arguments) {
    ToolOutcome outcome =
        tool.call((ObjectNode) JsonMapper.shared().readTree(arguments), exchange(call));
    return ((ToolOutcome.Done) outcome).result();
  }

  public static JsonNode structured(ToolResult result) {
    return Objects.requireNonNull(result.structuredContent());
  }

  public static String text(ToolResult result) {
    return ((Content.Text) result.content().getFirst()).text();
  }
}
