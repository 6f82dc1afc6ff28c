package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.FixtureTools.answer;
import static dev.sluice.testkit.conformance.FixtureTools.text;
import static dev.sluice.testkit.conformance.FixtureTools.tool;

import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ResourceContents;
import dev.sluice.protocol.wire.ToolResult;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Tools that answer at once, with every kind of content. */
final class AnsweringTools {
  private AnsweringTools() {}

  static List<Tool> all() {
    return List.of(
        tool(
            "add",
            """
            {"type": "object",
             "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}},
             "required": ["a", "b"]}
            """,
            (arguments, _) -> sum(arguments)),
        tool("test_simple_text", (_, _) -> text("This is a simple text response for testing.")),
        tool("test_image_content", (_, _) -> answer(Samples.PICTURE)),
        tool("test_audio_content", (_, _) -> answer(Samples.SOUND)),
        tool(
            "test_embedded_resource",
            (_, _) ->
                answer(
                    embedded(
                        "test://embedded-resource",
                        "text/plain",
                        "This is an embedded resource content."))),
        tool(
            "test_multiple_content_types",
            (_, _) ->
                answer(
                    new Content.Text("Multiple content types test:"),
                    Samples.PICTURE,
                    embedded(
                        "test://mixed-content-resource",
                        "application/json",
                        "{\"test\":\"data\",\"value\":123}"))),
        tool(
            "test_error_handling",
            (_, _) -> {
              throw new ToolException("This tool intentionally returns an error for testing");
            }));
  }

  private static ToolOutcome sum(ObjectNode arguments) {
    int sum = arguments.get("a").asInt() + arguments.get("b").asInt();
    return new ToolOutcome.Done(
        new ToolResult(
            List.of(new Content.Text("sum=" + sum)),
            arguments.objectNode().put("sum", sum),
            false));
  }

  private static Content embedded(String uri, String mimeType, String text) {
    return new Content.Embedded(ResourceContents.text(uri, mimeType, text));
  }
}
