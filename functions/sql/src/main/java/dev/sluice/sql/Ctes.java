package dev.sluice.sql;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The WITH queries that can be named at a place, the nearest first. */
final class Ctes {
  /** None at all. */
  static final Ctes NONE = new Ctes(null);

  /** One of them: walked when it is first needed. */
  static final class Cte {
    final Node node;
    final @Nullable Scope outer;
    final Ctes visible;
    final boolean recursive;
    boolean walking;

    /** What it has, once that is known; of a recursive one, first by its left arm. */
    @Nullable Output output;

    /**
     * Not walked yet.
     *
     * @param outer the query around the one that has it
     * @param visible the WITH queries that it may name
     * @param recursive whether it is among them
     */
    Cte(Node node, @Nullable Scope outer, Ctes visible, boolean recursive) {
      this.node = node;
      this.outer = outer;
      this.visible = visible;
      this.recursive = recursive;
    }
  }

  private final @Nullable Ctes outer;
  private final Map<String, Cte> byName = new HashMap<>();

  /** None yet, inside of others. */
  Ctes(@Nullable Ctes outer) {
    this.outer = outer;
  }

  void add(Cte cte) {
    byName.put(cte.node.text("ctename"), cte);
  }

  @Nullable Cte find(String name) {
    for (Ctes at = this; at != null; at = at.outer) {
      Cte cte = at.byName.get(name);
      if (cte != null) {
        return cte;
      }
    }
    return null;
  }
}
