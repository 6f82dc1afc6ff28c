package dev.sluice.protocol;

/**
 * Every error of the protocol with its JSON-RPC code and the HTTP status it travels under, in each
 * era (JSON-RPC 2.0, section 5.1; MCP 2026-07-28, "Error handling").
 */
public enum ErrorCode {
  /** The body is not JSON. */
  PARSE_ERROR(at(-32700, 400), at(-32700, 400)),
  /** The body is JSON, but no request. */
  INVALID_REQUEST(at(-32600, 400), at(-32600, 400)),
  /** There is no such method in this revision. */
  METHOD_NOT_FOUND(at(-32601, 404), at(-32601, 200)),
  /** The parameters do not fit the method. */
  INVALID_PARAMS(at(-32602, 200), at(-32602, 200)),
  /** The caller may not see a resource of that URI. */
  RESOURCE_NOT_FOUND(at(-32602, 200), at(-32002, 200)),
  /** There is such a tool, and the caller holds too few scopes for it (RFC 6750, 3.1). */
  INSUFFICIENT_SCOPE(at(-32600, 403), at(-32600, 403)),
  /** An operator has switched the caller off, or its tenant. */
  SWITCHED_OFF(at(-32600, 403), at(-32600, 403)),
  /** The caller, or its tenant, has used up what it may. */
  OVER_BUDGET(at(-32603, 200), at(-32603, 200)),
  /** A field that every request of the revision must carry is not there. */
  MISSING_META(at(-32602, 400), at(-32602, 400)),
  /** Sluice broke. */
  INTERNAL_ERROR(at(-32603, 500), at(-32603, 500)),
  /** What was asked cannot be done with a client of this revision. */
  NOT_WITH_THIS_CLIENT(at(-32603, 200), at(-32603, 200)),
  /** A header does not say what the body says. */
  HEADER_MISMATCH(at(-32020, 400), at(-32020, 400)),
  /** The client cannot do what the request needs it for. */
  MISSING_CAPABILITY(at(-32021, 400), at(-32603, 200)),
  /** The revision is not one that Sluice speaks. */
  UNSUPPORTED_VERSION(at(-32022, 400), at(-32022, 400));

  @SuppressWarnings("ImmutableEnumChecker") // A record of two numbers.
  private final OnTheWire modern;

  @SuppressWarnings("ImmutableEnumChecker")
  private final OnTheWire legacy;

  ErrorCode(OnTheWire modern, OnTheWire legacy) {
    this.modern = modern;
    this.legacy = legacy;
  }

  /**
   * How an error looks to a client.
   *
   * @param code the number in the body
   * @param status of HTTP
   */
  public record OnTheWire(int code, int status) {}

  /** From revision 2026-07-28 on. */
  public OnTheWire modern() {
    return modern;
  }

  /** Before it. */
  public OnTheWire legacy() {
    return legacy;
  }

  private static OnTheWire at(int code, int status) {
    return new OnTheWire(code, status);
  }
}
