package dev.sluice.attacks;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a cell of an answer is the value that the server wrote: numbers by their value, bytes as
 * Base64, lists and documents leaf by leaf, everything else as text.
 */
final class Cells {
  private Cells() {}

  /** The rows as texts that two ways to the same database must agree in. */
  static List<List<String>> ofAnswer(List<List<JsonNode>> rows) {
    return rows.stream().map(row -> row.stream().map(Cells::canonical).toList()).toList();
  }

  /** The same of what JDBC gives as text. */
  static List<List<String>> ofServer(List<List<@Nullable String>> rows) {
    List<List<String>> canonical = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      canonical.add(row.stream().map(Cells::canonical).toList());
    }
    return canonical;
  }

  private static String canonical(JsonNode node) {
    if (node.isNull()) {
      return "";
    }
    if (node.isContainer()) {
      StringBuilder leaves = new StringBuilder();
      node.forEachEntry((name, value) -> leaves.append(name).append(canonical(value)));
      if (node.isArray()) {
        node.forEach(value -> leaves.append(canonical(value)));
      }
      return bare(leaves.toString());
    }
    return canonical(node.asString());
  }

  private static String canonical(@Nullable String text) {
    if (text == null) {
      return "";
    }
    try {
      return new BigDecimal(text.strip()).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      // Not a number.
    }
    if (text.startsWith("\\x")) {
      byte[] bytes = HexFormat.of().parseHex(text, 2, text.length());
      return bare(Base64.getEncoder().encodeToString(bytes));
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        return canonical(JsonMapper.shared().readTree(text));
      } catch (JacksonException e) {
        return bare(text);
      }
    }
    return switch (text) {
      case "t" -> "true";
      case "f" -> "false";
      default -> bare(text);
    };
  }

  /** Without what only holds leaves together, and how moments are written. */
  private static String bare(String text) {
    return text.replaceAll("[\\s{}\\[\\]\",]|NULL|null|\\+00(:00)?|Z$|T(?=\\d\\d:)", "");
  }
}
