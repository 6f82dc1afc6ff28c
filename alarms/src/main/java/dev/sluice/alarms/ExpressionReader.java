package dev.sluice.alarms;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads metric maths: comparisons bind least, then sums, then products. */
final class ExpressionReader {
  private static final Pattern TOKEN =
      Pattern.compile("\\s*([0-9]+(?:\\.[0-9]+)?|[A-Za-z][A-Za-z0-9_]*|[<>]=?|[-+*/(),])");

  private final List<String> tokens = new ArrayList<>();
  private final Set<String> metrics;
  private int at;

  private ExpressionReader(String text, Set<String> metrics) {
    this.metrics = metrics;
    Matcher token = TOKEN.matcher(text);
    int end = 0;
    while (token.lookingAt()) {
      tokens.add(token.group(1));
      end = token.end();
      token.region(end, text.length());
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException(
          "cannot be read from '" + text.substring(end).strip() + "' on");
    }
  }

  /** Reads a text; an IllegalArgumentException says what is wrong with it. */
  static Expression read(String text, Set<String> metrics) {
    ExpressionReader reader = new ExpressionReader(text, metrics);
    Expression read = reader.comparison();
    if (reader.at < reader.tokens.size()) {
      throw new IllegalArgumentException("has '" + reader.peek() + "' too many");
    }
    return read;
  }

  private Expression comparison() {
    Expression left = sum();
    return List.of("<", "<=", ">", ">=").contains(peek())
        ? new Expression.Binary(left, next(), sum())
        : left;
  }

  private Expression sum() {
    Expression left = product();
    while (peek().equals("+") || peek().equals("-")) {
      left = new Expression.Binary(left, next(), product());
    }
    return left;
  }

  private Expression product() {
    Expression left = value();
    while (peek().equals("*") || peek().equals("/")) {
      left = new Expression.Binary(left, next(), value());
    }
    return left;
  }

  private Expression value() {
    String token = next();
    if (token.equals("(")) {
      Expression inner = comparison();
      expect(")");
      return inner;
    }
    if (token.equals("FILL") || token.equals("IF")) {
      return call(token);
    }
    if (!token.isEmpty() && Character.isDigit(token.charAt(0))) {
      return new Expression.Figure(Double.parseDouble(token));
    }
    if (metrics.contains(token)) {
      return new Expression.Metric(token);
    }
    throw new IllegalArgumentException(
        "has '" + token + "', which is no metric of this alarm: " + String.join(", ", metrics));
  }

  private Expression call(String function) {
    expect("(");
    List<Expression> arguments = new ArrayList<>();
    arguments.add(comparison());
    while (peek().equals(",")) {
      next();
      arguments.add(comparison());
    }
    expect(")");
    if (arguments.size() != (function.equals("FILL") ? 2 : 3)) {
      throw new IllegalArgumentException("has " + arguments.size() + " arguments for " + function);
    }
    return new Expression.Call(function, List.copyOf(arguments));
  }

  private void expect(String token) {
    String found = next();
    if (!found.equals(token)) {
      throw new IllegalArgumentException("has '" + found + "' where '" + token + "' must be");
    }
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    String token = peek();
    at++;
    return token;
  }
}
