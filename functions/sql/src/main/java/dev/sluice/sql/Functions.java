package dev.sluice.sql;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions, types and operators of pg_catalog that may be used: the lists beside this class.
 */
final class Functions {
  /**
   * A function that may be called.
   *
   * @param arguments how many it must have; any when negative
   * @param columns the names of what it returns, where it returns a row
   * @param rule how its arguments bound what it makes; empty when they need not
   */
  record Allowed(int arguments, List<String> columns, String rule) {}

  private static final String CATALOG = "pg_catalog";
  private static final Map<String, Allowed> FUNCTIONS = readFunctions();
  private static final Set<String> TYPES = TextResource.words("types.txt");
  private static final Set<String> OPERATORS = TextResource.words("operators.txt");

  private Functions() {}

  static @Nullable Allowed find(String name) {
    return FUNCTIONS.get(name);
  }

  static boolean isType(String name) {
    return TYPES.contains(name);
  }

  static boolean isOperator(String name) {
    return OPERATORS.contains(name);
  }

  /**
   * The last part of a name that means something of pg_catalog.
   *
   * @param names one part or two
   * @return null when another schema is named
   */
  static @Nullable String inCatalog(List<String> names) {
    return switch (names.size()) {
      case 1 -> names.getFirst();
      case 2 -> names.getFirst().equals(CATALOG) ? names.getLast() : null;
      default -> null;
    };
  }

  private static Map<String, Allowed> readFunctions() {
    Map<String, Allowed> functions = new HashMap<>();
    for (String line : TextResource.lines("functions.txt")) {
      String[] words = line.strip().split(" +", -1);
      if (words.length > 1 && words[1].equals("->")) {
        functions.put(words[0], new Allowed(-1, List.of(words).subList(2, words.length), ""));
      } else if (words.length > 1 && words[1].startsWith("@")) {
        functions.put(words[0], new Allowed(-1, List.of(), words[1].substring(1)));
      } else {
        Arrays.stream(words).forEach(word -> readPlain(functions, word));
      }
    }
    return Map.copyOf(functions);
  }

  private static void readPlain(Map<String, Allowed> functions, String word) {
    int slash = word.indexOf('/');
    int arguments = slash < 0 ? -1 : Integer.parseInt(word.substring(slash + 1));
    functions.put(
        slash < 0 ? word : word.substring(0, slash), new Allowed(arguments, List.of(), ""));
  }
}
