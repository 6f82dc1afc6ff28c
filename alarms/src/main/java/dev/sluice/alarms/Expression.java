package dev.sluice.alarms;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Metric maths, of which alarms use a part: numbers, metrics, {@code + - * /}, comparisons, {@code
 * FILL(metric, number)} and {@code IF(condition, then, else)}. A value that is missing makes what
 * is computed of it missing, and so does a division by zero.
 */
public sealed interface Expression {
  /** The value in one period, NaN where it is missing. */
  double in(Map<String, Double> period);

  /** As CloudWatch's {@code Expression} has it. */
  String text();

  /** A number. */
  record Figure(double value) implements Expression {
    @Override
    public double in(Map<String, Double> period) {
      return value;
    }

    @Override
    public String text() {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }

  /** A metric, by its name in the alarm. */
  record Metric(String id) implements Expression {
    @Override
    public double in(Map<String, Double> period) {
      return period.getOrDefault(id, Double.NaN);
    }

    @Override
    public String text() {
      return id;
    }
  }

  /** Two values and a sign between them. */
  record Binary(Expression left, String sign, Expression right) implements Expression {
    @Override
    public double in(Map<String, Double> period) {
      double a = left.in(period);
      double b = right.in(period);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return Double.NaN;
      }
      return switch (sign) {
        case "+" -> a + b;
        case "-" -> a - b;
        case "*" -> a * b;
        case "/" -> b == 0 ? Double.NaN : a / b;
        case ">" -> a > b ? 1 : 0;
        case ">=" -> a >= b ? 1 : 0;
        case "<" -> a < b ? 1 : 0;
        case "<=" -> a <= b ? 1 : 0;
        default -> throw new IllegalStateException(sign);
      };
    }

    @Override
    public String text() {
      return "(" + left.text() + " " + sign + " " + right.text() + ")";
    }
  }

  /** FILL or IF. */
  record Call(String function, List<Expression> arguments) implements Expression {
    @Override
    public double in(Map<String, Double> period) {
      double first = arguments.getFirst().in(period);
      if (function.equals("FILL")) {
        return Double.isNaN(first) ? arguments.get(1).in(period) : first;
      }
      return Double.isNaN(first) ? Double.NaN : arguments.get(first != 0 ? 1 : 2).in(period);
    }

    @Override
    public String text() {
      return function
          + arguments.stream().map(Expression::text).collect(Collectors.joining(", ", "(", ")"));
    }
  }
}
