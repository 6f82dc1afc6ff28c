package dev.sluice.function.authorizer;

import dev.sluice.call.Principal;
import dev.sluice.identity.BearerHeader;
import dev.sluice.identity.IssuerSettings;
import dev.sluice.identity.Reason;
import dev.sluice.identity.ResourceMetadata;
import dev.sluice.identity.TokenCheck;
import dev.sluice.identity.TokenOutcome;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.time.Instant;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Decides on one request: whether its token is good, and whether it is enough for the tool that the
 * headers name. Its answers are for this request alone, so API Gateway must not keep them. Safe for
 * use by several threads.
 */
final class Authorizer {
  private final TokenCheck check;
  private final ToolScopes scopes;
  private final IssuerSettings issuer;
  private final ResourceMetadata metadata;
  private final Refusals refusals;
  private final Telemetry telemetry;

  Authorizer(
      TokenCheck check,
      ToolScopes scopes,
      IssuerSettings issuer,
      ResourceMetadata metadata,
      Refusals refusals,
      Telemetry telemetry) {
    this.check = check;
    this.scopes = scopes;
    this.issuer = issuer;
    this.metadata = metadata;
    this.refusals = refusals;
    this.telemetry = telemetry;
  }

  /**
   * The answer.
   *
   * @throws Unauthorized for a 401
   * @throws IllegalStateException when the issuer's keys are not to be had, or a refusal cannot be
   *     recorded: API Gateway's AUTHORIZER_FAILURE, since another token would not help
   * @throws IllegalArgumentException on what is no authorizer's event
   */
  AuthorizerAnswer decide(AuthorizerEvent event) {
    Instant since = refusals.now();
    return CallScope.of(event.requestId(), null, since).run(() -> decide(event, since));
  }

  private AuthorizerAnswer decide(AuthorizerEvent event, Instant since) {
    String methodArn = event.methodArn();
    if (methodArn == null) {
      throw new IllegalArgumentException("no event of a REQUEST authorizer: it has no 'methodArn'");
    }
    String token = BearerHeader.token(event.header("Authorization"));
    if (token == null) {
      throw refused(event, since, Reason.NO_SINGLE_BEARER);
    }
    return switch (check.check(token)) {
      case TokenOutcome.Accepted accepted ->
          admitted(event, since, accepted.principal(), methodArn);
      case TokenOutcome.Rejected rejected -> throw refused(event, since, rejected.reason());
      case TokenOutcome.Undecided undecided -> {
        refusals.unchecked(event, since);
        throw new IllegalStateException(undecided.cause());
      }
    };
  }

  private AuthorizerAnswer admitted(
      AuthorizerEvent event, Instant since, Principal principal, String methodArn) {
    String tool = event.tool();
    if (tool != null) {
      SortedSet<String> needed = scopes.of(tool);
      if (!principal.holds(needed)) {
        SortedSet<String> asked = new TreeSet<>();
        needed.forEach(scope -> asked.add(issuer.asked(scope)));
        refusals.scope(event, since, principal, tool);
        return AuthorizerAnswer.deny(principal, methodArn, metadata.insufficientScope(asked));
      }
    }
    return AuthorizerAnswer.allow(principal, methodArn);
  }

  private Unauthorized refused(AuthorizerEvent event, Instant since, Reason reason) {
    refusals.token(event, since, reason);
    telemetry.measure(Metric.TOKENS_REFUSED, 1);
    telemetry.log(Event.TOKEN_REFUSED, Map.of(Field.CAUSE, reason.name()));
    return new Unauthorized();
  }
}
