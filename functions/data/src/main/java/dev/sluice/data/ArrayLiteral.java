package dev.sluice.data;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Reads one array as PostgreSQL writes it (PostgreSQL manual, 8.15.6, "Array Input and Output
 * Syntax"). For one use, by one thread.
 */
final class ArrayLiteral {
  private final String text;
  private final char delimiter;
  private final Values element;
  private int at;

  ArrayLiteral(String text, char delimiter, Values element) {
    this.text = text;
    this.delimiter = delimiter;
    this.element = element;
    // Bounds that do not start at 1 are written in front: [0:1]={1,2}.
    this.at = text.indexOf('{');
  }

  ArrayNode read() {
    ArrayNode array = Values.JSON.arrayNode();
    at++;
    while (text.charAt(at) != '}') {
      switch (text.charAt(at)) {
        case '{' -> array.add(read());
        case '"' -> array.add(element.read(quoted()));
        default -> array.add(plain());
      }
      if (text.charAt(at) == delimiter) {
        at++;
      }
    }
    at++;
    return array;
  }

  private String quoted() {
    StringBuilder value = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
      }
      value.append(text.charAt(at++));
    }
    at++;
    return value.toString();
  }

  private JsonNode plain() {
    int start = at;
    while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
      at++;
    }
    String value = text.substring(start, at);
    return value.equals("NULL") ? Values.JSON.nullNode() : element.read(value);
  }
}
