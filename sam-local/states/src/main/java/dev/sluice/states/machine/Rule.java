package dev.sluice.states.machine;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a choice asks of its input. */
public sealed interface Rule {
  /**
   * Whether it is so.
   *
   * @throws PathException naming a path that finds nothing
   */
  boolean holds(JsonNode input, JsonNode context) throws PathException;

  /** All of them. */
  record And(List<Rule> rules) implements Rule {
    @Override
    public boolean holds(JsonNode input, JsonNode context) throws PathException {
      for (Rule rule : rules) {
        if (!rule.holds(input, context)) {
          return false;
        }
      }
      return true;
    }
  }

  /** One of them at least. */
  record Or(List<Rule> rules) implements Rule {
    @Override
    public boolean holds(JsonNode input, JsonNode context) throws PathException {
      for (Rule rule : rules) {
        if (rule.holds(input, context)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Not this. */
  record Not(Rule rule) implements Rule {
    @Override
    public boolean holds(JsonNode input, JsonNode context) throws PathException {
      return !rule.holds(input, context);
    }
  }

  /** A value compared with a fixed one, or asked of what kind it is. */
  record Compared(DataPath variable, Operator operator, JsonNode with) implements Rule {
    @Override
    public boolean holds(JsonNode input, JsonNode context) throws PathException {
      return operator.holds(value(variable, input, context), with);
    }
  }

  /** A value compared with another of the input. */
  record ComparedAt(DataPath variable, Operator operator, DataPath with) implements Rule {
    @Override
    public boolean holds(JsonNode input, JsonNode context) throws PathException {
      return operator.holds(value(variable, input, context), value(with, input, context));
    }
  }

  /** Whether there is a value. */
  record Present(DataPath variable, boolean wanted) implements Rule {
    @Override
    public boolean holds(JsonNode input, JsonNode context) {
      return variable.find(input, context).isPresent() == wanted;
    }
  }

  private static JsonNode value(DataPath path, JsonNode input, JsonNode context)
      throws PathException {
    return path.find(input, context).orElseThrow(() -> new PathException(path, input));
  }
}
