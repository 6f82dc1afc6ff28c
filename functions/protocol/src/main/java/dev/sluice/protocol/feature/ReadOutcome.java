package dev.sluice.protocol.feature;

import dev.sluice.protocol.wire.ResourceContents;
import java.util.List;

/** What reading a resource came to. */
public sealed interface ReadOutcome permits ReadOutcome.Done, InputRequired {

  /**
   * The contents.
   *
   * @param contents at least one
   * @param freshness how long they may be kept, and by whom
   */
  record Done(List<ResourceContents> contents, Freshness freshness) implements ReadOutcome {

    /** Copies the list. */
    public Done {
      contents = List.copyOf(contents);
    }
  }
}
