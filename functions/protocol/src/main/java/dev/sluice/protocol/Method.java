package dev.sluice.protocol;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every method that is spoken here, in either era, and one that stands for all others. */
public enum Method {
  INITIALIZE("initialize"),
  PING("ping"),
  SET_LEVEL("logging/setLevel"),
  DISCOVER("server/discover"),
  LIST_TOOLS("tools/list"),
  CALL_TOOL("tools/call"),
  LIST_RESOURCES("resources/list"),
  LIST_TEMPLATES("resources/templates/list"),
  READ_RESOURCE("resources/read"),
  SUBSCRIBE("resources/subscribe"),
  UNSUBSCRIBE("resources/unsubscribe"),
  LIST_PROMPTS("prompts/list"),
  GET_PROMPT("prompts/get"),
  COMPLETE("completion/complete"),
  GET_TASK("tasks/get"),
  UPDATE_TASK("tasks/update"),
  CANCEL_TASK("tasks/cancel"),
  /** Spoken in no era. */
  UNKNOWN("");

  private static final Map<String, Method> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(Method::wireName, Function.identity()));

  private final String wireName;

  Method(String wireName) {
    this.wireName = wireName;
  }

  /** The method of that name. */
  public static Method of(String wireName) {
    return BY_NAME.getOrDefault(wireName, UNKNOWN);
  }

  /** As it is written; empty for what is unknown. */
  public String wireName() {
    return wireName;
  }
}
