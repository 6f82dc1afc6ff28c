package dev.sluice.cdk.plan;

/** Under which name clients reach the API. */
public sealed interface Front {

  /**
   * A name of one's own: the well-known paths are at the host's root, where clients look.
   *
   * @param host as {@code mcp.example.com}
   * @param certificateArn of ACM, in the same region
   */
  record Domain(String host, String certificateArn) implements Front {}

  /**
   * API Gateway's own name: well-known paths are below the stage, and only clients that read the
   * challenge find them.
   */
  record Bare() implements Front {}
}
