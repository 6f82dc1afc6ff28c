package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A piece of a result. */
public sealed interface Content {

  /**
   * Text.
   *
   * @param text what it says
   */
  record Text(String text) implements Content {

    /** The type's name on the wire. */
    @JsonProperty
    public String type() {
      return "text";
    }
  }
}
