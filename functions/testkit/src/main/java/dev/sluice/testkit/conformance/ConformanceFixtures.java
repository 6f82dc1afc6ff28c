package dev.sluice.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.modern.StateKeys;
import dev.sluice.protocol.wire.ServerInfo;
import java.util.List;
import java.util.stream.Stream;

/** All that a server under test offers to the official suite. */
public final class ConformanceFixtures {
  private static final ServerInfo INFO =
      new ServerInfo("sluice-fixtures", "Sluice's fixtures", "0.1.0");

  private ConformanceFixtures() {}

  /** The fixtures, with what runs their tasks. */
  public static Features features(FixtureTasks tasks) {
    List<Tool> tools =
        Stream.of(
                AnsweringTools.all(),
                TellingTools.all(),
                AskingTools.all(),
                SchemaTools.all(),
                TaskTools.all(tasks))
            .flatMap(List::stream)
            .toList();
    return new Features(
        INFO,
        "Fixtures of the conformance suite.",
        new FixtureTools(tools),
        new FixtureResources(),
        new FixturePrompts(),
        new FixtureCompletions(),
        tasks);
  }

  /** Keys for {@code requestState} that protect nothing: anybody can read them here. */
  public static StateKeys stateKeys() {
    return StateKeys.of(key("fixture2"), key("fixture1"));
  }

  private static StateKeys.Key key(String id) {
    return new StateKeys.Key(id, ("a secret of the fixtures that is none: " + id).getBytes(UTF_8));
  }
}
