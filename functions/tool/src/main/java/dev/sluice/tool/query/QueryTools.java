package dev.sluice.tool.query;

import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.ToolDescriptor;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The tools for SQL that nobody declared. Until a verdict on such SQL exists, both refuse. */
public final class QueryTools {
  private static final String INPUT =
      "{\"type\":\"object\",\"properties\":{\"sql\":{\"type\":\"string\"}},\"required\":[\"sql\"],"
          + "\"additionalProperties\":false}";

  private QueryTools() {}

  /** Both tools. */
  public static List<Tool> all() {
    return List.of(
        refusing("query", "Ad-hoc query", "One SELECT over the relations. Not served yet."),
        refusing("explain_query", "Plan of a query", "How a SELECT would run. Not served yet."));
  }

  private static Tool refusing(String name, String title, String description) {
    return Tool.of(
        new ToolDescriptor(
            name, title, description, (ObjectNode) JsonMapper.shared().readTree(INPUT), null),
        (_, _) -> {
          throw new ToolException(
              "Ad-hoc SQL is not served yet: nothing here can judge what it may do. Use one of the"
                  + " declared tools; tools/list names them.");
        });
  }
}
