package dev.sluice.states;

import dev.sluice.states.machine.StateMachine;
import java.util.Map;

/** Machines for tests, in single quotes. */
final class Machines {
  static final String TASK =
      "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke', 'Parameters': "
          + "{'FunctionName': 'f', 'Payload.$': '$'}";
  static final String ASK =
      "'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken', "
          + "'Parameters': {'FunctionName': 'f', 'Payload': {'token.$': '$$.Task.Token'}}";

  private Machines() {}

  /** A machine "m" whose first state is S. */
  static StateMachine of(String states) {
    return whole("{'StartAt': 'S', 'States': {" + states + "}}");
  }

  static StateMachine whole(String text) {
    return StateMachine.parse("m", text.replace('\'', '"'), Map.of());
  }
}
