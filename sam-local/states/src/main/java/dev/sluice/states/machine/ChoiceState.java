package dev.sluice.states.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes where the first rule that matches leads.
 *
 * @param otherwise the state where no rule matches; null is an error then
 */
public record ChoiceState(DataFlow data, List<Branch> branches, @Nullable String otherwise)
    implements State {
  /** A rule, and the state it leads to. */
  public record Branch(Rule rule, String next) {}
}
