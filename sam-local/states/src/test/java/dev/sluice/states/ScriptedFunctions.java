package dev.sluice.states;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Functions that a test writes, with all that was asked of them. */
final class ScriptedFunctions implements Functions {
  private final BiFunction<String, String, Outcome> script;
  private final List<String> payloads = new ArrayList<>();

  ScriptedFunctions(BiFunction<String, String, Outcome> script) {
    this.script = script;
  }

  /** All answer with what they got. */
  static ScriptedFunctions echo() {
    return new ScriptedFunctions((_, payload) -> new Answer(payload));
  }

  @Override
  public Outcome invoke(String functionName, String payloadJson) {
    synchronized (payloads) {
      payloads.add(payloadJson);
    }
    return script.apply(functionName, payloadJson);
  }

  List<String> payloads() {
    synchronized (payloads) {
      return List.copyOf(payloads);
    }
  }
}
