package dev.sluice.states.machine;

import tools.jackson.databind.JsonNode;

/** A path that finds nothing, or something of the wrong kind. */
public final class PathException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int MAX_SHOWN_CHARS = 500;

  /** A path that finds nothing. */
  public PathException(DataPath path, JsonNode data) {
    super("The path " + path.text() + " finds nothing in " + shown(data));
  }

  /** What a path finds is not what it must be, such as "a whole number". */
  public PathException(DataPath path, String wanted, JsonNode found) {
    super("The path " + path.text() + " must find " + wanted + ", not " + shown(found));
  }

  private static String shown(JsonNode data) {
    String text = data.toString();
    return text.length() > MAX_SHOWN_CHARS ? text.substring(0, MAX_SHOWN_CHARS) + "…" : text;
  }
}
