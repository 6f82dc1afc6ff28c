package dev.sluice.states.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a result is put: names below the root, which are made where they are missing.
 *
 * @param names none stands for the whole; null throws the result away
 */
public record ResultPath(@Nullable List<String> names) {
  static final ResultPath WHOLE = new ResultPath(List.of());
  static final ResultPath NOWHERE = new ResultPath(null);

  /** A name behind a dot, or in brackets and quotes: an index cannot be written to here. */
  private static final Pattern NAME =
      Pattern.compile("\\.([A-Za-z_][A-Za-z0-9_-]*)|\\['([^'\\\\]+)'\\]");

  /** A path as it is written in a file; empty where it may find more than one place. */
  static Optional<ResultPath> of(String text) {
    List<String> names = new ArrayList<>();
    Matcher name = NAME.matcher(text).region(Math.min(1, text.length()), text.length());
    int end = 1;
    while (name.lookingAt()) {
      names.add(name.group(1) == null ? name.group(2) : name.group(1));
      end = name.end();
      name.region(end, text.length());
    }
    return text.startsWith("$") && end == text.length()
        ? Optional.of(new ResultPath(names))
        : Optional.empty();
  }

  /** The input with the result in it; empty where the input has no place for it. */
  public Optional<JsonNode> put(JsonNode input, JsonNode result) {
    if (names == null) {
      return Optional.of(input);
    }
    if (names.isEmpty()) {
      return Optional.of(result);
    }
    if (!(input.deepCopy() instanceof ObjectNode whole)) {
      return Optional.empty();
    }
    ObjectNode place = whole;
    for (String name : names.subList(0, names.size() - 1)) {
      place = place.get(name) instanceof ObjectNode inner ? inner : place.putObject(name);
    }
    place.set(names.getLast(), result);
    return Optional.of(whole);
  }
}
