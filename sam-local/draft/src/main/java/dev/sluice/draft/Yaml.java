package dev.sluice.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Writes values so that every YAML reader, old or new, takes them for what they are. */
final class Yaml {
  private static final int MAX_LINE_CHARS = 100;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

  /** Fit for a value in a line of its own, where a comma ends nothing. */
  private static final Pattern SENTENCE =
      Pattern.compile("[A-Za-z][A-Za-z0-9_.]*(?:[ ]?[A-Za-z0-9_.,;()/'*+-])*");

  /** Words that some version of YAML reads as something else than text. */
  private static final Set<String> NO_TEXT =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private Yaml() {}

  /** A text, in quotes where anything could take it for something else. */
  static String text(String text) {
    return PLAIN.matcher(text).matches() && !isWord(text) ? text : quoted(text);
  }

  /** A text that has the rest of a line for itself. */
  static String sentence(String text) {
    return SENTENCE.matcher(text).matches() && !isWord(text) ? text : quoted(text);
  }

  /** A text, number or truth value. */
  static String value(JsonNode value) {
    return value.isString() ? text(value.asString()) : value.toString();
  }

  /**
   * A list of texts in brackets, broken where a line would become long.
   *
   * @param lead what stands before it in its line
   * @param indent how far the following lines are moved in
   */
  static String list(String lead, List<String> texts, int indent) {
    List<String> lines = lines(texts.stream().map(Yaml::text).toList(), indent + 1);
    String whole = lead + " [" + String.join(" ", lines) + "]";
    if (lines.size() == 1 && whole.length() <= MAX_LINE_CHARS) {
      return whole + "\n";
    }
    String before = " ".repeat(indent);
    return lead + "\n" + before + "[" + String.join("\n" + before + " ", lines) + "]\n";
  }

  /** Parts with commas between them, in as few lines as they fit in after an indentation. */
  static List<String> lines(List<String> parts, int indent) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i) + (i < parts.size() - 1 ? "," : "");
      if (!line.isEmpty() && indent + line.length() + part.length() > MAX_LINE_CHARS - 2) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  /** A text of several lines behind a key, as it stands where that is possible. */
  static String block(String lead, String text) {
    boolean plain =
        isPrintable(text)
            && !text.startsWith(" ")
            && text.lines().noneMatch(line -> line.isBlank() || line.endsWith(" "));
    return plain
        ? lead + " |\n" + text.stripTrailing().indent(2)
        : lead + " " + escaped(text.stripTrailing()) + "\n";
  }

  private static boolean isWord(String text) {
    return NO_TEXT.contains(text.toLowerCase(Locale.ROOT));
  }

  private static String quoted(String text) {
    boolean simple = isPrintable(text) && text.indexOf('\n') < 0;
    boolean single = simple && (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0);
    return single ? "'" + text.replace("'", "''") + "'" : escaped(text);
  }

  private static String escaped(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                  if (isPrintable(c)) {
                    quoted.appendCodePoint(c);
                  } else {
                    quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  private static boolean isPrintable(String text) {
    return text.codePoints().allMatch(c -> c == '\n' || isPrintable(c));
  }

  /** What may stand in a line as it is (YAML 1.2.2, 5.1), without the ends of lines of YAML 1.1. */
  private static boolean isPrintable(int c) {
    return (c >= 0x20 && c <= 0x7e)
        || (c >= 0xa0 && c <= 0xd7ff && c != 0x2028 && c != 0x2029)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff)
        || c >= 0x10000;
  }
}
