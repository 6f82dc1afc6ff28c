package dev.sluice.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys of one mapping, each read into what it must be. What is wrong becomes a mistake at the
 * key, and the reading goes on with something harmless.
 */
public final class Fields {
  private final YamlDocument document;
  private final List<Mistake> mistakes;
  private final String pointer;
  private final ObjectNode object;
  private final String kind;

  /**
   * The mapping under a JSON pointer.
   *
   * @param kind what it is, with its article, as in "a tool"
   */
  public Fields(
      YamlDocument document,
      List<Mistake> mistakes,
      String pointer,
      ObjectNode object,
      String kind) {
    this.document = document;
    this.mistakes = mistakes;
    this.pointer = pointer;
    this.object = object;
    this.kind = kind;
  }

  /** The mapping as it was written. */
  public ObjectNode object() {
    return object;
  }

  /** Where a key was written; the mapping itself under the empty key. */
  public Location at(String key) {
    return document.at(key.isEmpty() ? pointer : YamlDocument.child(pointer, key));
  }

  /** Adds a mistake at a key, or at the mapping itself under the empty key. */
  public void add(String key, String problem, String remedy) {
    mistakes.add(new Mistake(at(key), problem, remedy));
  }

  /** Adds a mistake under a JSON pointer that starts at this mapping. */
  void addUnder(String inner, String problem, String remedy) {
    mistakes.add(new Mistake(document.at(pointer + inner), problem, remedy));
  }

  /** Adds a mistake for each key that is not known. */
  public void refuseOthers(List<String> known) {
    for (String key : object.propertyNames()) {
      if (!known.contains(key)) {
        add(
            key,
            "'" + key + "' is not a key of " + kind,
            Spelling.nearest(key, known)
                .map(Fields::ifMeant)
                .orElse("The keys are " + String.join(", ", known)));
      }
    }
  }

  /** A text that must be there; empty when it is not. */
  public String text(String key, int maxChars) {
    if (!object.has(key)) {
      add("", the() + " has no '" + key + "'", "Add the line '" + key + ": …'");
      return "";
    }
    return optionalText(key, maxChars);
  }

  /** A text that may be left out; empty when it is. */
  String optionalText(String key, int maxChars) {
    JsonNode value = object.get(key);
    if (value == null) {
      return "";
    }
    if (!value.isString() || value.asString().isBlank()) {
      add(key, "'" + key + "' must be text", "Write it after the colon, in quotes if need be");
      return "";
    }
    String text = value.asString().strip();
    if (text.length() > maxChars) {
      add(key, "'" + key + "' has " + text.length() + " characters", "Keep it to " + maxChars);
    }
    return text;
  }

  /** A whole number that may be left out. */
  public int integer(String key, int least, int most, int otherwise) {
    JsonNode value = object.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < least
        || value.asInt() > most) {
      add(key, "'" + key + "' is " + value, "Write a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.asInt();
  }

  /** The same, beyond what an {@code int} holds. */
  long whole(String key, long least, long most, long otherwise) {
    JsonNode value = object.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      add(key, "'" + key + "' is " + value, "Write a whole number from " + least + " to " + most);
      return otherwise;
    }
    return value.asLong();
  }

  /** True or false, which may be left out. */
  public boolean flag(String key, boolean otherwise) {
    JsonNode value = object.get(key);
    if (value == null) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      add(key, "'" + key + "' is " + value, "Write true or false");
      return otherwise;
    }
    return value.asBoolean();
  }

  /** One of an enum's constants, written in small letters, that may be left out. */
  public <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    JsonNode value = object.get(key);
    if (value == null) {
      return otherwise;
    }
    E[] constants = type.getEnumConstants();
    List<String> words =
        Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    int index = value.isString() ? words.indexOf(value.asString()) : -1;
    if (index >= 0) {
      return constants[index];
    }
    String all = String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    add(
        key,
        "'" + key + "' is " + value,
        Spelling.nearest(value.asString(""), words).map(Fields::ifMeant).orElse("Write " + all));
    return otherwise;
  }

  /** A list of names that may be left out. */
  List<String> names(String key, Names names) {
    JsonNode value = object.get(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      add(key, "'" + key + "' must be a list", "Write [ " + names.example() + " ]");
      return List.of();
    }
    if (value.size() < names.least()) {
      add(key, "'" + key + "' is empty", names.whenEmpty());
    }
    if (value.size() > names.most()) {
      add(key, "'" + key + "' has " + value.size() + " entries", "Keep at most " + names.most());
    }
    List<String> read = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      JsonNode element = value.get(i);
      String inner = "/" + key + "/" + i;
      if (!element.isString()) {
        addUnder(
            inner,
            element + " is not text",
            element.isContainer()
                ? "Write the name alone"
                : "Write it in quotes, if it is the name");
      } else if (!names.form().test(element.asString())) {
        addUnder(
            inner,
            "'" + element.asString() + "' is not " + names.what(),
            names.remedy(element.asString()));
      } else if (read.contains(element.asString())) {
        addUnder(inner, "'" + element.asString() + "' is listed twice", "Keep one of the two");
      } else {
        read.add(element.asString());
      }
    }
    return read;
  }

  /** A mapping that may be left out; empty with a mistake when it is something else. */
  public Optional<Fields> mapping(String key, String innerKind, String example) {
    return fields(
        object.get(key), "/" + key, "'" + key + "' must be a mapping", innerKind, example);
  }

  /** The mappings of a list that may be left out. */
  List<Fields> mappings(String key, int most, String innerKind, String example) {
    JsonNode value = object.get(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      add(key, "'" + key + "' must be a list", "Write [ " + example + " ]");
      return List.of();
    }
    if (value.size() > most) {
      add(key, "'" + key + "' has " + value.size() + " entries", "Keep at most " + most);
    }
    List<Fields> read = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      fields(
              value.get(i),
              "/" + key + "/" + i,
              innerKind + " must be a mapping",
              innerKind,
              example)
          .ifPresent(read::add);
    }
    return read;
  }

  private Optional<Fields> fields(
      @Nullable JsonNode value, String inner, String problem, String innerKind, String example) {
    if (value == null) {
      return Optional.empty();
    }
    if (!(value instanceof ObjectNode mapping)) {
      addUnder(inner, problem, "Write " + example);
      return Optional.empty();
    }
    return Optional.of(new Fields(document, mistakes, pointer + inner, mapping, innerKind));
  }

  private String the() {
    return "the " + kind.substring(kind.indexOf(' ') + 1);
  }

  static String ifMeant(String word) {
    return "Write '" + word + "', if that was meant";
  }
}
