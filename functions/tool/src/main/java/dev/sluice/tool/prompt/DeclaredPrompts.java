package dev.sluice.tool.prompt;

import dev.sluice.call.Call;
import dev.sluice.catalog.PromptDeclaration;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.feature.Prompts;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.PromptDescriptor;
import dev.sluice.protocol.wire.PromptResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The prompts of a catalogue. Immutable. */
public final class DeclaredPrompts implements Prompts {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z][a-z0-9_]*)}}");

  private final Map<String, Prompt> byName = new LinkedHashMap<>();

  /** Prompts as declared. */
  public DeclaredPrompts(List<PromptDeclaration> declared) {
    for (PromptDeclaration prompt : declared) {
      PromptDescriptor descriptor =
          new PromptDescriptor(
              prompt.name(),
              prompt.title(),
              prompt.description(),
              prompt.arguments().stream()
                  .map(
                      argument ->
                          new PromptDescriptor.Argument(
                              argument.name(), argument.description(), argument.required()))
                  .toList());
      byName.put(
          prompt.name(),
          new Prompt(
              descriptor,
              (arguments, _) ->
                  new PromptOutcome.Done(
                      new PromptResult(
                          prompt.description(),
                          List.of(
                              new PromptResult.Message(
                                  "user", new Content.Text(filled(prompt.text(), arguments))))))));
    }
  }

  @Override
  public List<PromptDescriptor> list(Call call) {
    return byName.values().stream().map(Prompt::descriptor).toList();
  }

  @Override
  public Optional<Prompt> find(String name, Call call) {
    return Optional.ofNullable(byName.get(name));
  }

  /** What a caller gives is not read for further places. */
  private static String filled(String text, ObjectNode arguments) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> Matcher.quoteReplacement(arguments.path(place.group(1)).asString("")));
  }
}
