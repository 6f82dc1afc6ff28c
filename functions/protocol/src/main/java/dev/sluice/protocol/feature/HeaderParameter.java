package dev.sluice.protocol.feature;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An argument that a client repeats in a header, for what stands between to route by (MCP
 * 2026-07-28, "Tools", "x-mcp-header").
 *
 * @param argument the property of the input schema
 * @param header its header, {@code mcp-param-…} in lower case
 */
public record HeaderParameter(String argument, String header) {
  /** Says so, in the schema of the argument. */
  static final String KEYWORD = "x-mcp-header";

  private static final String PREFIX = "Mcp-Param-";
  private static final Set<String> TYPES = Set.of("string", "integer", "boolean");

  /** Those of an input schema. Throws {@link IllegalArgumentException} where one breaks a rule. */
  static List<HeaderParameter> of(ObjectNode inputSchema) {
    List<HeaderParameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    inputSchema
        .path("properties")
        .forEachEntry(
            (argument, property) -> {
              JsonNode name = property.get(KEYWORD);
              if (name != null) {
                check(argument, property, name);
                String header = (PREFIX + name.asString()).toLowerCase(Locale.ROOT);
                if (!names.add(header)) {
                  throw refused(argument, "is given to another argument too");
                }
                parameters.add(new HeaderParameter(argument, header));
              }
            });
    return List.copyOf(parameters);
  }

  private static void check(String argument, JsonNode property, JsonNode name) {
    if (!name.isString() || name.asString().isEmpty()) {
      throw refused(argument, "must be text that is not empty");
    }
    if (!name.asString().chars().allMatch(HeaderParameter::isTokenCharacter)) {
      throw refused(argument, "may hold letters, digits and the signs of a header's name only");
    }
    if (!TYPES.contains(property.path("type").asString(""))) {
      throw refused(argument, "goes with a string, an integer or a boolean only");
    }
  }

  /** RFC 9110, 5.6.2, "tchar". */
  private static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }

  private static IllegalArgumentException refused(String argument, String rule) {
    return new IllegalArgumentException(
        "'" + KEYWORD + "' of the argument '" + argument + "' " + rule);
  }
}
