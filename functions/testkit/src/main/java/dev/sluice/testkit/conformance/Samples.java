package dev.sluice.testkit.conformance;

import dev.sluice.protocol.wire.Content;

/** The smallest picture and the smallest sound, in Base64. */
final class Samples {
  /** One pixel. */
  static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

  static final String PNG_TYPE = "image/png";

  /** No sample at all, at 8 kHz. */
  static final String WAV = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";

  static final Content PICTURE = new Content.Image(PNG, PNG_TYPE);
  static final Content SOUND = new Content.Audio(WAV, "audio/wav");

  private Samples() {}
}
