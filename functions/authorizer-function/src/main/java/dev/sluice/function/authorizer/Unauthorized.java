package dev.sluice.function.authorizer;

/**
 * The caller has no good token. API Gateway answers 401 when an authorizer fails with this very
 * message (API Gateway developer guide, "Output from an API Gateway Lambda authorizer").
 */
final class Unauthorized extends RuntimeException {
  private static final long serialVersionUID = 1;

  Unauthorized() {
    super("Unauthorized", null, false, false);
  }
}
