package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.FixtureTools.text;
import static dev.sluice.testkit.conformance.FixtureTools.tool;
import static dev.sluice.testkit.conformance.Questions.ask;
import static dev.sluice.testkit.conformance.Questions.confirmation;
import static dev.sluice.testkit.conformance.Questions.filled;
import static dev.sluice.testkit.conformance.Questions.form;
import static dev.sluice.testkit.conformance.Questions.isFilled;
import static dev.sluice.testkit.conformance.Questions.sample;

import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.InputRequired;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.InputRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tools that need something from the client's side. */
final class AskingTools {
  private static final String PREFIX = "test_input_required_result_";
  private static final InputRequest NAME = form("What is your name?", "name");

  private AskingTools() {}

  static List<Tool> all() {
    return List.of(
        tool(
            "test_missing_capability",
            (_, exchange) -> {
              exchange.requireClient("sampling");
              return text("The client can sample.");
            }),
        tool("test_streaming_elicitation", (_, exchange) -> elicit(exchange)),
        tool(PREFIX + "elicitation", (_, exchange) -> greet(exchange)),
        tool(PREFIX + "sampling", (_, exchange) -> capital(exchange)),
        tool(PREFIX + "list_roots", (_, exchange) -> roots(exchange)),
        tool(PREFIX + "request_state", (_, exchange) -> confirm(exchange)),
        tool(PREFIX + "tampered_state", (_, exchange) -> confirm(exchange)),
        tool(PREFIX + "multiple_inputs", (_, exchange) -> threeAtOnce(exchange)),
        tool(PREFIX + "multi_round", (_, exchange) -> twoRounds(exchange)),
        tool(PREFIX + "capabilities", (_, exchange) -> whatTheClientCan(exchange)));
  }

  private static ToolOutcome elicit(Exchange exchange) {
    exchange.requireClient("elicitation");
    return isFilled(exchange, "user_name", "name")
        ? text("Answered.")
        : ask("user_name", NAME, null);
  }

  private static ToolOutcome greet(Exchange exchange) {
    return isFilled(exchange, "user_name", "name")
        ? text("Hello, " + filled(exchange, "user_name", "name") + "!")
        : ask("user_name", NAME, null);
  }

  private static ToolOutcome capital(Exchange exchange) {
    return isFilled(exchange, "capital_question", "text")
        ? text(filled(exchange, "capital_question", "text"))
        : ask("capital_question", sample("What is the capital of France?", 100), null);
  }

  private static ToolOutcome roots(Exchange exchange) {
    return exchange
        .input("client_roots")
        .map(answer -> text("The roots are " + answer.path("roots")))
        .orElseGet(() -> ask("client_roots", Questions.ROOTS, null));
  }

  private static ToolOutcome confirm(Exchange exchange) {
    return isFilled(exchange, "confirm", "ok") && isAt(exchange, "asked")
        ? text("state-ok")
        : ask("confirm", confirmation("Please confirm", "ok"), "asked");
  }

  private static ToolOutcome threeAtOnce(Exchange exchange) {
    return isFilled(exchange, "user_name", "name")
            && exchange.input("greeting").isPresent()
            && exchange.input("client_roots").isPresent()
            && isAt(exchange, "asked")
        ? text("All three are answered.")
        : new InputRequired(
            Map.of(
                "user_name",
                NAME,
                "greeting",
                sample("Generate a greeting", 50),
                "client_roots",
                Questions.ROOTS),
            "asked");
  }

  private static ToolOutcome twoRounds(Exchange exchange) {
    if (isAt(exchange, "second") && isFilled(exchange, "step2", "color")) {
      return text("Both rounds are done.");
    }
    if (isAt(exchange, "first") && isFilled(exchange, "step1", "name")) {
      return ask("step2", form("Step 2: What is your favorite color?", "color"), "second");
    }
    return ask("step1", form("Step 1: What is your name?", "name"), "first");
  }

  private static ToolOutcome whatTheClientCan(Exchange exchange) {
    Map<String, InputRequest> questions = new TreeMap<>();
    if (exchange.clientHas("sampling")) {
      questions.put("greeting", sample("Generate a greeting", 50));
    }
    if (exchange.clientHas("elicitation")) {
      questions.put("user_name", NAME);
    }
    return new InputRequired(questions, null);
  }

  private static boolean isAt(Exchange exchange, String state) {
    return exchange.state().filter(state::equals).isPresent();
  }
}
