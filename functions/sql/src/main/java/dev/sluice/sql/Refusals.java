package dev.sluice.sql;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is said where a construct is refused: {@code refusals.txt}. */
final class Refusals {
  private record Text(String reason, String remedy) {}

  private static final String FUNCTION = "fn:";
  private static final Map<String, Text> CONSTRUCTS = new LinkedHashMap<>();
  private static final Map<Pattern, Text> FUNCTIONS = new LinkedHashMap<>();

  static {
    for (String line : TextResource.lines("refusals.txt")) {
      String[] parts = line.split(" \\| ", -1);
      Text text = new Text(parts[1], parts[2]);
      if (parts[0].startsWith(FUNCTION)) {
        FUNCTIONS.put(pattern(parts[0].substring(FUNCTION.length())), text);
      } else {
        CONSTRUCTS.put(parts[0], text);
      }
    }
  }

  private Refusals() {}

  /** What the file says under a key, or else under another, which it must have. */
  static RefusalException of(String key, String otherwise, Node node, String construct) {
    @Nullable Text found = CONSTRUCTS.get(key);
    Text text = found == null ? CONSTRUCTS.get(otherwise) : found;
    if (text == null) {
      throw new IllegalStateException("refusals.txt lacks " + otherwise);
    }
    return new RefusalException(construct, node.offset(), text.reason(), text.remedy());
  }

  /** What the file says under a key, which it must have. */
  static RefusalException of(String key, Node node, String construct) {
    return of(key, key, node, construct);
  }

  /** A function that is not on the list. */
  static RefusalException function(String name, Node node) {
    Text text =
        FUNCTIONS.entrySet().stream()
            .filter(entry -> entry.getKey().matcher(name).matches())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    return new RefusalException(
        "the function " + name, node.offset(), text.reason(), text.remedy());
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        name.replace("*", "\u0000").replaceAll("[^\\w\u0000]", "\\\\$0").replace("\u0000", ".*"),
        Pattern.DOTALL);
  }
}
