package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.FixtureTools.text;
import static dev.sluice.testkit.conformance.FixtureTools.tool;

import dev.sluice.protocol.feature.Tool;
import java.util.List;

/** Tools whose schemas say more than which arguments there are. */
final class SchemaTools {
  private SchemaTools() {}

  static List<Tool> all() {
    return List.of(
        tool(
            "test_x_mcp_header",
            """
            {"type": "object",
             "properties": {"region": {"type": "string", "x-mcp-header": "Region"}},
             "required": ["region"]}
            """,
            (arguments, _) -> text("The region is " + arguments.get("region").asString())),
        tool(
            "json_schema_2020_12_tool",
            """
            {"$schema": "https://json-schema.org/draft/2020-12/schema",
             "type": "object",
             "$defs": {
               "address": {
                 "$anchor": "addressDef",
                 "type": "object",
                 "properties": {"street": {"type": "string"}, "city": {"type": "string"}}}},
             "properties": {
               "name": {"type": "string"},
               "address": {"$ref": "#/$defs/address"},
               "contactMethod": {"type": "string", "enum": ["phone", "email"]},
               "phone": {"type": "string"},
               "email": {"type": "string"}},
             "allOf": [{"anyOf": [{"required": ["phone"]}, {"required": ["email"]}]}],
             "if": {"properties": {"contactMethod": {"const": "phone"}},
                    "required": ["contactMethod"]},
             "then": {"required": ["phone"]},
             "else": {"required": ["email"]},
             "additionalProperties": false}
            """,
            (_, _) -> text("The arguments fit.")));
  }
}
