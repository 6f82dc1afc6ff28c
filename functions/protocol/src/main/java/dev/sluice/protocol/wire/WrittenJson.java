package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A value that was written beforehand, and goes out as it is.
 *
 * @param json one JSON value
 */
public record WrittenJson(@JsonValue @JsonRawValue String json) {}
