package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** A piece of a result or of a prompt (MCP 2026-07-28, "Content types"). */
public sealed interface Content {

  /** The type's name on the wire. */
  @JsonProperty
  String type();

  /**
   * Text.
   *
   * @param text what it says
   */
  record Text(String text) implements Content {
    @Override
    public String type() {
      return "text";
    }
  }

  /**
   * A picture.
   *
   * @param data Base64
   * @param mimeType such as {@code image/png}
   */
  record Image(String data, String mimeType) implements Content {
    @Override
    public String type() {
      return "image";
    }
  }

  /**
   * Sound.
   *
   * @param data Base64
   * @param mimeType such as {@code audio/wav}
   */
  record Audio(String data, String mimeType) implements Content {
    @Override
    public String type() {
      return "audio";
    }
  }

  /**
   * A resource, whole.
   *
   * @param resource its contents
   */
  record Embedded(ResourceContents resource) implements Content {
    @Override
    public String type() {
      return "resource";
    }
  }

  /**
   * Where a resource can be read.
   *
   * @param uri the resource
   * @param name for people and programs
   * @param mimeType null when it is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Link(String uri, String name, @Nullable String mimeType) implements Content {
    @Override
    public String type() {
      return "resource_link";
    }
  }
}
