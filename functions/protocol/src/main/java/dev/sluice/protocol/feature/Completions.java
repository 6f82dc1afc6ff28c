package dev.sluice.protocol.feature;

import dev.sluice.call.Call;
import java.util.List;
import java.util.Map;

/** Completes what a person types. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Completions {

  /**
   * Values that begin as typed, best first, as many as there are: how many are shown is the
   * protocol's business.
   */
  List<String> complete(Question question, Call call);

  /**
   * What is to be completed.
   *
   * @param of what the argument belongs to
   * @param argument its name
   * @param typed what is there of its value
   * @param others arguments that have a value already
   */
  record Question(Reference of, String argument, String typed, Map<String, String> others) {

    /** Copies the map. */
    public Question {
      others = Map.copyOf(others);
    }
  }

  /** What an argument belongs to. */
  sealed interface Reference {
    /**
     * A prompt.
     *
     * @param name the prompt's
     */
    record Prompt(String name) implements Reference {}

    /**
     * A resource's template.
     *
     * @param uri the template
     */
    record Resource(String uri) implements Reference {}
  }
}
