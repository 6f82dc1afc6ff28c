package dev.sluice.function.authorizer;

import dev.sluice.call.Layer;
import dev.sluice.call.Principal;
import dev.sluice.call.subject.Subject;
import dev.sluice.identity.Reason;
import dev.sluice.identity.audit.AuditRecord;
import dev.sluice.identity.audit.AuditTrail;
import dev.sluice.identity.subject.Pseudonyms;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * Records what the authorizer refuses, which the function never sees, before API Gateway says so.
 * What is let through has its record there. Safe for use by several threads.
 */
final class Refusals {
  private final AuditTrail trail;
  private final InstantSource clock;
  private final Telemetry telemetry;

  /**
   * Without the keys of subjects, which the authorizer cannot reach: a caller has a name of this
   * environment. That is no fault to be told of.
   */
  private final Pseudonyms pseudonyms;

  Refusals(AuditTrail trail, InstantSource clock, Telemetry telemetry) {
    this.trail = trail;
    this.clock = clock;
    this.telemetry = telemetry;
    this.pseudonyms = new Pseudonyms(null, clock, Telemetry.discarding());
  }

  /** Now, for the record of a request that has just come. */
  Instant now() {
    return clock.instant();
  }

  /** A request without a token that is good: nobody knows whose it is. */
  void token(AuthorizerEvent event, Instant since, Reason reason) {
    String code = reason.name().toLowerCase(Locale.ROOT);
    write(event, since, "", "", "", "", "refused", Layer.CALLER, code, 401);
  }

  /** A request whose token could not be checked. */
  void unchecked(AuthorizerEvent event, Instant since) {
    write(event, since, "", "", "", "", "failed", Layer.CALLER, "keys_unknown", 503);
  }

  /**
   * A call of a tool with too few scopes.
   *
   * @param tool that the catalogue knows
   */
  void scope(AuthorizerEvent event, Instant since, Principal principal, String tool) {
    write(
        event,
        since,
        pseudonyms.of(Subject.of(principal)).text(),
        principal.tenant(),
        "tools/call",
        tool,
        "refused",
        Layer.SCOPE,
        "insufficient_scope",
        403);
  }

  private void write(
      AuthorizerEvent event,
      Instant since,
      String subject,
      String tenant,
      String door,
      String name,
      String verdict,
      Layer layer,
      String code,
      int status) {
    long millis = Duration.between(since, clock.instant()).toMillis();
    try {
      trail.write(
          new AuditRecord(
              since,
              event.requestId(),
              subject,
              tenant,
              door,
              name,
              "",
              verdict,
              layer.word(),
              code,
              "",
              0,
              0,
              Math.max(0, millis),
              status));
    } catch (IOException e) {
      telemetry.measure(Metric.AUDIT_FAILURES, 1);
      telemetry.log(
          Event.AUDIT_NOT_WRITTEN,
          Map.of(Field.REFERENCE, event.requestId(), Field.CAUSE, Fault.of(e)));
      throw new IllegalStateException("the refusal could not be recorded", e);
    }
  }
}
