package dev.sluice.testkit.conformance;

import dev.sluice.call.Call;
import dev.sluice.protocol.feature.Completions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Completes every argument with the same words, and one of them with more than are ever shown. */
final class FixtureCompletions implements Completions {
  /** Completed with 150 numbers. */
  static final String MANY = "arg2";

  private static final List<String> WORDS = List.of("london", "paris", "park", "party");

  @Override
  public List<String> complete(Question question, Call call) {
    Stream<String> values =
        question.argument().equals(MANY)
            ? IntStream.range(0, 150).mapToObj(String::valueOf)
            : WORDS.stream();
    return values.filter(value -> value.startsWith(question.typed())).toList();
  }
}
