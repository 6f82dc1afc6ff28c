package dev.sluice.states.machine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a choice asks. */
final class RuleReader {
  private RuleReader() {}

  /** A rule; with a mistake, one that never holds. */
  static Rule read(Fields fields) {
    Rule rule = combined(fields).orElseGet(() -> comparison(fields));
    fields.refuseOthers();
    return rule;
  }

  private static Optional<Rule> combined(Fields fields) {
    for (String name : List.of("And", "Or")) {
      if (fields.names().contains(name)) {
        List<Rule> rules = fields.objects(name, "a rule").stream().map(RuleReader::read).toList();
        return Optional.of(name.equals("And") ? new Rule.And(rules) : new Rule.Or(rules));
      }
    }
    return fields.names().contains("Not")
        ? fields.object("Not", "a rule").map(inner -> new Rule.Not(read(inner)))
        : Optional.empty();
  }

  private static Rule comparison(Fields fields) {
    DataPath variable =
        Optional.of(fields.requiredText("Variable", "$.next"))
            .filter(text -> !text.isEmpty())
            .flatMap(text -> PathReader.path(fields, "Variable", text))
            .orElse(DataPath.WHOLE);
    List<String> operators =
        fields.names().stream()
            .filter(name -> !List.of("Variable", "Next", "Comment").contains(name))
            .toList();
    if (operators.size() != 1) {
      fields.add(
          "",
          "this rule has " + operators.size() + " operators",
          "Write one, such as \"StringEquals\": \"end\"");
      operators.forEach(fields::has);
      return new Rule.Or(List.of());
    }
    return compared(fields, variable, operators.getFirst()).orElseGet(() -> new Rule.Or(List.of()));
  }

  private static Optional<Rule> compared(Fields fields, DataPath variable, String name) {
    @Nullable JsonNode with = fields.get(name);
    if (with == null) {
      return Optional.empty();
    }
    if (name.equals(Operator.IS_PRESENT)) {
      if (!with.isBoolean()) {
        fields.add(name, "'" + name + "' is " + with, "Write true or false");
      }
      return Optional.of(new Rule.Present(variable, with.asBoolean(false)));
    }
    if (name.endsWith(Operator.PATH_SUFFIX)) {
      String plain = name.substring(0, name.length() - Operator.PATH_SUFFIX.length());
      Optional<Operator> operator = Operator.named(plain).filter(Operator::hasPathForm);
      if (operator.isPresent()) {
        return PathReader.path(fields, name, with.asString(""))
            .map(path -> new Rule.ComparedAt(variable, operator.get(), path));
      }
    }
    Optional<Operator> operator = Operator.named(name);
    if (operator.isEmpty()) {
      fields.add(
          name,
          "'" + name + "' is not an operator",
          "Write one such as StringEquals, NumericLessThan or IsPresent");
    } else if (!operator.get().takes().test(with)) {
      fields.add(name, "'" + name + "' is " + with, "Write " + operator.get().operand());
      return Optional.empty();
    }
    return operator.map(is -> new Rule.Compared(variable, is, with));
  }
}
