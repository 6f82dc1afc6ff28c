package dev.sluice.states.machine;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A machine's text, read. */
final class MachineReader {
  /** A year: no execution lasts longer (Step Functions quotas, "Maximum execution time"). */
  static final int MAX_SECONDS = 31_536_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String name;
  private final Mistakes mistakes;

  MachineReader(String name) {
    this.name = name;
    this.mistakes = new Mistakes(name + StateMachine.SUFFIX);
  }

  StateMachine read(String text) {
    Fields fields = new Fields(mistakes, "", object(text), "a state machine");
    only(fields, "QueryLanguage", "JSONPath");
    only(fields, "Version", "1.0");
    Integer timeoutSeconds = fields.whole("TimeoutSeconds", 1, MAX_SECONDS);
    Graph graph = GraphReader.read(fields);
    fields.refuseOthers();
    mistakes.throwIfAny();
    return new StateMachine(name, graph, timeoutSeconds);
  }

  private static void only(Fields fields, String field, String value) {
    String text = fields.text(field);
    if (text != null && !text.equals(value)) {
      fields.add(
          field,
          "'" + field + "' is '" + text + "', which is not run here",
          "Write '" + value + "' or leave it out");
    }
  }

  private ObjectNode object(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node instanceof ObjectNode object ? object : broken("this is not an object");
    } catch (JacksonException e) {
      List<String> lines = String.valueOf(e.getOriginalMessage()).lines().toList();
      String where =
          e.getLocation() == null
              ? ""
              : " in line " + e.getLocation().getLineNr() + " at " + e.getLocation().getColumnNr();
      return broken("this is not JSON" + where + ": " + (lines.isEmpty() ? "" : lines.getFirst()));
    }
  }

  private ObjectNode broken(String problem) {
    mistakes.add("/", problem, "Write a state machine: {\"StartAt\": …, \"States\": {…}}");
    mistakes.throwIfAny();
    return JSON.createObjectNode();
  }

  /** Fields of a state with a list of graphs, such as a branch's. */
  static Graph graph(Fields fields) {
    Graph graph = GraphReader.read(fields);
    fields.refuseOthers();
    return graph;
  }

  /** A graph where one could not be read. */
  static Graph none() {
    return new Graph("", Map.of());
  }
}
