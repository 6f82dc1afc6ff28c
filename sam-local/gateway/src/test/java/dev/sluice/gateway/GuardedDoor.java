package dev.sluice.gateway;

import dev.sluice.function.authorizer.AuthorizerHandler;
import dev.sluice.testkit.tokens.TokenIssuer;
import java.net.URI;

/** The authorizer as a deployment sets it up, before a resource of the test's own. */
final class GuardedDoor {
  private GuardedDoor() {}

  /**
   * The authorizer that believes an issuer. Its settings stay in the system's properties, which who
   * calls puts back.
   *
   * @param own the URL of {@code /mcp}, as tokens must name it
   */
  static AuthorizerHandler of(TokenIssuer issuer, URI own) {
    System.setProperty("SLUICE_OPEN", "false");
    issuer.settings(own.toString()).forEach(System::setProperty);
    return new AuthorizerHandler();
  }
}
