package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.feature.Prompts;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.PromptDescriptor;
import dev.sluice.protocol.wire.PromptResult;
import dev.sluice.protocol.wire.ResourceContents;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Prompts that every caller may see. */
final class FixturePrompts implements Prompts {
  private static final List<Prompt> ALL =
      List.of(
          prompt(
              "test_simple_prompt",
              (_, _) -> said(new Content.Text("This is a simple prompt for testing."))),
          prompt("test_prompt_with_arguments", FixturePrompts::quote, "arg1", "arg2"),
          prompt("test_prompt_with_embedded_resource", FixturePrompts::embed, "resourceUri"),
          prompt(
              "test_prompt_with_image",
              (_, _) -> said(Samples.PICTURE, new Content.Text("Please analyze the image above."))),
          prompt("test_input_required_result_prompt", (_, exchange) -> inContext(exchange)));

  @Override
  public List<PromptDescriptor> list(Call call) {
    return ALL.stream().map(Prompt::descriptor).toList();
  }

  @Override
  public Optional<Prompt> find(String name, Call call) {
    return ALL.stream().filter(prompt -> prompt.descriptor().name().equals(name)).findFirst();
  }

  private static PromptOutcome quote(ObjectNode arguments, Exchange exchange) {
    return said(
        new Content.Text(
            "Prompt with arguments: arg1='"
                + arguments.get("arg1").asString()
                + "', arg2='"
                + arguments.get("arg2").asString()
                + "'"));
  }

  private static PromptOutcome embed(ObjectNode arguments, Exchange exchange) {
    return said(
        new Content.Embedded(
            ResourceContents.text(
                arguments.get("resourceUri").asString(),
                "text/plain",
                "Embedded resource content for testing.")),
        new Content.Text("Please process the embedded resource above."));
  }

  private static PromptOutcome inContext(Exchange exchange) {
    return Questions.isFilled(exchange, "user_context", "context")
        ? said(new Content.Text(Questions.filled(exchange, "user_context", "context")))
        : Questions.ask(
            "user_context", Questions.form("What context should the prompt use?", "context"), null);
  }

  private static Prompt prompt(String name, Handler handler, String... required) {
    return new Prompt(
        new PromptDescriptor(
            name,
            null,
            "A fixture: " + name,
            Stream.of(required)
                .map(argument -> new PromptDescriptor.Argument(argument, null, true))
                .toList()),
        handler);
  }

  private static PromptOutcome said(Content... contents) {
    return new PromptOutcome.Done(
        new PromptResult(
            null,
            Stream.of(contents)
                .map(content -> new PromptResult.Message("user", content))
                .toList()));
  }
}
