package dev.sluice.states.machine;

import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills what a deployment fills: names in braces behind a dollar sign. */
final class Substitutions {
  private static final Pattern NAME = Pattern.compile("\\$\\{([A-Za-z0-9_]+)\\}");

  private Substitutions() {}

  static String fill(String file, String text, Map<String, String> values) {
    TreeSet<String> missing = new TreeSet<>();
    String filled =
        NAME.matcher(text)
            .replaceAll(
                match -> {
                  String value = values.get(match.group(1));
                  if (value == null) {
                    missing.add(match.group(1));
                  }
                  return Matcher.quoteReplacement(value == null ? "" : value);
                });
    if (!missing.isEmpty()) {
      throw new MachineException(
          file, "has no value for " + String.join(", ", missing) + ". Give one for each");
    }
    return filled;
  }
}
