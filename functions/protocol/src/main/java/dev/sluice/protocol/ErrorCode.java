package dev.sluice.protocol;

/**
 * Every error of the protocol with its JSON-RPC code and the HTTP status it travels under (JSON-RPC
 * 2.0, section 5.1; MCP 2026-07-28, "Error handling").
 */
public enum ErrorCode {
  /** The body is not JSON. */
  PARSE_ERROR(-32700, 400, 400),
  /** The body is JSON, but no request. */
  INVALID_REQUEST(-32600, 400, 400),
  /** There is no such method in this revision. */
  METHOD_NOT_FOUND(-32601, 404, 200),
  /** The parameters do not fit the method. */
  INVALID_PARAMS(-32602, 200, 200),
  /** A field that every request of the revision must carry is not there. */
  MISSING_META(-32602, 400, 400),
  /** Sluice broke. */
  INTERNAL_ERROR(-32603, 500, 500),
  /** A header does not say what the body says. */
  HEADER_MISMATCH(-32020, 400, 400),
  /** The revision is not one that Sluice speaks. */
  UNSUPPORTED_VERSION(-32022, 400, 400);

  private final int code;
  private final int modernStatus;
  private final int legacyStatus;

  ErrorCode(int code, int modernStatus, int legacyStatus) {
    this.code = code;
    this.modernStatus = modernStatus;
    this.legacyStatus = legacyStatus;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The HTTP status from revision 2026-07-28 on. */
  public int modernStatus() {
    return modernStatus;
  }

  /** The HTTP status before it. */
  public int legacyStatus() {
    return legacyStatus;
  }
}
