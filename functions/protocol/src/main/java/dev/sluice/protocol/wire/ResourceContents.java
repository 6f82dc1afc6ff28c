package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a resource holds, as text or as bytes (MCP 2026-07-28, "Resources", "Resource contents").
 *
 * @param uri the resource
 * @param mimeType null when it is not known
 * @param text null when it is bytes
 * @param blob Base64; null when it is text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResourceContents(
    String uri, @Nullable String mimeType, @Nullable String text, @Nullable String blob) {

  /** Text. */
  public static ResourceContents text(String uri, String mimeType, String text) {
    return new ResourceContents(uri, mimeType, text, null);
  }

  /** Bytes, in Base64. */
  public static ResourceContents blob(String uri, String mimeType, String base64) {
    return new ResourceContents(uri, mimeType, null, base64);
  }
}
