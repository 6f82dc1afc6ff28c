package dev.sluice.tool.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Principal;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.PromptDeclaration;
import dev.sluice.protocol.feature.PromptOutcome;
import dev.sluice.protocol.wire.Content;
import dev.sluice.tool.TestCalls;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DeclaredPromptsTest {
  private final DeclaredPrompts prompts =
      new DeclaredPrompts(
          List.of(
              new PromptDeclaration(
                  "brief",
                  "Brief",
                  "A brief.",
                  List.of(
                      new PromptDeclaration.Argument("who", "Name.", true),
                      new PromptDeclaration.Argument("why", "Reason.", false)),
                  "About {{who}}, {{who}}: {{why}}.",
                  new Location("prompts/brief.yaml", 1, 1))));

  @Test
  void get_arguments_fillTheirPlacesAndAreNotReadForOthers() {
    assertThat(filled("{\"who\":\"$1 {{why}}\",\"why\":\"x\"}"))
        .isEqualTo("About $1 {{why}}, $1 {{why}}: x.");
  }

  @Test
  void get_argumentThatIsLeftOut_leavesItsPlaceEmpty() {
    assertThat(filled("{\"who\":\"Ada\"}")).isEqualTo("About Ada, Ada: .");
  }

  @Test
  void list_prompts_tellTheirArguments() {
    var descriptor = prompts.list(TestCalls.by(Principal.LOCAL)).getFirst();
    assertThat(descriptor.arguments())
        .extracting(argument -> argument.name() + " " + argument.required())
        .containsExactly("who true", "why false");
    assertThat(prompts.find("other", TestCalls.by(Principal.LOCAL))).isEmpty();
  }

  private String filled(String arguments) {
    var call = TestCalls.by(Principal.LOCAL);
    PromptOutcome outcome =
        prompts
            .find("brief", call)
            .orElseThrow()
            .handler()
            .get((ObjectNode) JsonMapper.shared().readTree(arguments), TestCalls.exchange(call));
    return ((Content.Text) ((PromptOutcome.Done) outcome).result().messages().getFirst().content())
        .text();
  }
}
