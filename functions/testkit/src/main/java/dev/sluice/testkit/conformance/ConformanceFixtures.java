package dev.sluice.testkit.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.secret.Key;
import dev.sluice.call.secret.LiveKeys;
import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.wire.ServerInfo;
import java.time.Instant;
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

  /** Keys that protect nothing: anybody can read them here. */
  public static Secrets secrets() {
    LiveKeys keys = new LiveKeys(key("fixture2"), key("fixture1"));
    return _ -> keys;
  }

  private static Key key(String id) {
    return new Key(
        id, ("a secret of the fixtures that is none: " + id).getBytes(UTF_8), Instant.EPOCH);
  }
}
