package dev.sluice.call;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a function is told from outside: environment variables, or system properties of the same
 * names where many functions live in one process. A blank one counts as missing. Every method
 * throws {@link IllegalArgumentException} naming the variable that is missing or wrong.
 *
 * @param lookup the value of a name; null for none
 */
public record Environment(Function<String, @Nullable String> lookup) {

  /** That of this process. */
  public static Environment ofProcess() {
    return new Environment(name -> System.getProperty(name, System.getenv(name)));
  }

  /** A text, or what stands in for it. */
  public String text(String name, String otherwise) {
    String value = lookup.apply(name);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }

  /** A text that must be there. */
  public String required(String name) {
    String value = text(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }

  /** The version of this function, as Lambda says it; {@code none} where this is not Lambda. */
  public String functionVersion() {
    return text("AWS_LAMBDA_FUNCTION_VERSION", "none");
  }

  /** A path; null where there is none. */
  public @Nullable Path path(String name) {
    String value = text(name, "");
    return value.isEmpty() ? null : Path.of(value);
  }

  /** Words with spaces between them; empty where there are none. */
  public List<String> words(String name) {
    return Arrays.stream(text(name, "").split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }

  /** A whole number. */
  public int number(String name, int otherwise) {
    String value = text(name, String.valueOf(otherwise));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " is '" + value + "', not a whole number", e);
    }
  }

  /** A whole number within bounds. */
  public int number(String name, int otherwise, int least, int most) {
    int value = number(name, otherwise);
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "the environment variable " + name + " is " + value + ": write " + least + " to " + most);
    }
    return value;
  }

  /** Whether it is the one word and not the other, which is what it is where there is none. */
  public boolean flag(String name, String set, String otherwise) {
    String value = text(name, otherwise);
    if (!value.equals(set) && !value.equals(otherwise)) {
      throw new IllegalArgumentException(
          "the environment variable "
              + name
              + " is '"
              + value
              + "': write "
              + set
              + " or "
              + otherwise);
    }
    return value.equals(set);
  }
}
