package dev.sluice.states.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of one object, each read into what it must be. What is wrong is noted, and the reading
 * goes on with something harmless. What nobody asked for is refused at the end.
 */
final class Fields {
  private final Mistakes mistakes;
  private final String pointer;
  private final ObjectNode object;
  private final String kind;
  private final TreeSet<String> asked = new TreeSet<>();

  /**
   * The object under a JSON pointer.
   *
   * @param kind what it is, with its article, as in "a Task state"
   */
  Fields(Mistakes mistakes, String pointer, ObjectNode object, String kind) {
    this.mistakes = mistakes;
    this.pointer = pointer;
    this.object = object;
    this.kind = kind;
  }

  Mistakes mistakes() {
    return mistakes;
  }

  String kind() {
    return kind;
  }

  /** The same fields, once it is known more exactly what they are of. */
  Fields as(String exactKind) {
    Fields fields = new Fields(mistakes, pointer, object, exactKind);
    fields.asked.addAll(asked);
    return fields;
  }

  /** Where a field is; the object itself under the empty name. */
  String at(String name) {
    return name.isEmpty() && !pointer.isEmpty()
        ? pointer
        : pointer + "/" + name.replace("~", "~0").replace("/", "~1");
  }

  void add(String name, String problem, String remedy) {
    mistakes.add(at(name), problem, remedy);
  }

  boolean has(String name) {
    asked.add(name);
    return object.has(name);
  }

  /** What a field holds; null where it is not there. */
  @Nullable JsonNode get(String name) {
    asked.add(name);
    return object.get(name);
  }

  /** The names of all fields. */
  List<String> names() {
    return List.copyOf(object.propertyNames());
  }

  /** Refuses every field that was not asked for, but for a comment. */
  void refuseOthers() {
    asked.add("Comment");
    for (String name : object.propertyNames()) {
      if (!asked.contains(name)) {
        add(
            name,
            "'" + name + "' is not a field of " + kind + " that can be run here",
            "The fields are " + String.join(", ", asked));
      }
    }
  }

  /** Text that may be left out. */
  @Nullable String text(String name) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString() || value.asString().isEmpty()) {
      add(name, "'" + name + "' is " + value, "Write text");
      return null;
    }
    return value.asString();
  }

  /** Text that must be there; empty with a mistake. */
  String requiredText(String name, String example) {
    if (!has(name)) {
      add("", kind + " has no '" + name + "'", "Write \"" + name + "\": \"" + example + "\"");
    }
    String text = text(name);
    return text == null ? "" : text;
  }

  /** A whole number that may be left out. */
  @Nullable Integer whole(String name, int least, int most) {
    JsonNode value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.asInt() < least
        || value.asInt() > most) {
      add(name, "'" + name + "' is " + value, "Write a whole number from " + least + " to " + most);
      return null;
    }
    return value.asInt();
  }

  int whole(String name, int least, int most, int otherwise) {
    Integer value = whole(name, least, most);
    return value == null ? otherwise : value;
  }

  /** An object that must be there; empty with a mistake. */
  Optional<Fields> required(String name, String innerKind) {
    if (has(name)) {
      return inner(name, innerKind);
    }
    add("", kind + " has no '" + name + "'", "Write \"" + name + "\": {…}");
    return Optional.empty();
  }

  private Optional<Fields> inner(String name, String innerKind) {
    if (get(name) instanceof ObjectNode inner) {
      return Optional.of(new Fields(mistakes, at(name), inner, innerKind));
    }
    add(name, "'" + name + "' is not an object", "Write \"" + name + "\": {…}");
    return Optional.empty();
  }

  /** An object that may be left out. */
  Optional<Fields> object(String name, String innerKind) {
    return has(name) ? inner(name, innerKind) : Optional.empty();
  }

  /** The objects of a list, which is not empty; none where the list is left out. */
  List<Fields> objects(String name, String innerKind) {
    List<Fields> read = new ArrayList<>();
    elements(
        name,
        element -> {
          String at = at(name) + "/" + read.size();
          if (element instanceof ObjectNode inner) {
            read.add(new Fields(mistakes, at, inner, innerKind));
          } else {
            mistakes.add(at, innerKind + " must be an object", "Write {…}");
          }
        });
    return read;
  }

  /** The texts of a list, which is not empty; none where the list is left out. */
  List<String> texts(String name) {
    List<String> read = new ArrayList<>();
    elements(
        name,
        element -> {
          if (element.isString()) {
            read.add(element.asString());
          } else {
            add(name, "'" + name + "' holds " + element, "Write text in quotes");
          }
        });
    return read;
  }

  private void elements(String name, Consumer<JsonNode> each) {
    JsonNode value = get(name);
    if (value == null) {
      return;
    }
    if (!value.isArray() || value.isEmpty()) {
      add(name, "'" + name + "' is not a list with something in it", "Write […] or leave it out");
      return;
    }
    value.forEach(each);
  }
}
