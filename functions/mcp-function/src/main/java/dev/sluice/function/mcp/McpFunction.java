package dev.sluice.function.mcp;

import com.amazonaws.services.lambda.runtime.Context;
import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Layer;
import dev.sluice.call.Notes;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.protocol.HttpRequest;
import dev.sluice.protocol.HttpResponse;
import dev.sluice.protocol.McpServer;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Metric;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.telemetry.TraceHeader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** One event in, one answer out. Safe for use by several threads. */
final class McpFunction implements Function<Message<InputStream>, Message<byte[]>> {
  /** The header of a message that holds Lambda's context, as Spring's own invoker names it. */
  static final String CONTEXT = "aws-context";

  /** What stays of Lambda's time for the answer itself: more than the 500 ms that are promised. */
  static final Duration RESERVE = Duration.ofMillis(750);

  /**
   * Lambda's limit for an answer (Lambda quotas, "Invocation payload"). The protocol has one of its
   * own, which knows nothing of the second quoting that a body gets in a proxy answer.
   */
  static final int MAX_ANSWER_BYTES = 6 * 1024 * 1024;

  /** What a call that primes gets to end once it was given up. */
  private static final Duration PRIMING_GRACE = Duration.ofSeconds(3);

  private static final String PATH = "/mcp";
  private static final ObjectReader EVENTS = JsonMapper.shared().readerFor(ProxyEvent.class);

  private final Supplier<McpServer> server;
  private final SnapshotTelemetry telemetry;
  private final InstantSource clock;
  private final @Nullable Principal stranger;
  private final Audit audit;
  private final Traces traces;
  private final Runnable disconnect;
  private final DeadlineGuard guard = new DeadlineGuard();

  /**
   * A function.
   *
   * @param server is asked at every call for what answers it
   * @param stranger as whom callers are let in that no authorizer has seen; null: they are not
   * @param audit has a record of each call before that is answered
   * @param traces of calls
   * @param disconnect closes every connection; the call that needs one opens it
   */
  McpFunction(
      Supplier<McpServer> server,
      SnapshotTelemetry telemetry,
      InstantSource clock,
      @Nullable Principal stranger,
      Audit audit,
      Traces traces,
      Runnable disconnect) {
    this.server = server;
    this.telemetry = telemetry;
    this.clock = clock;
    this.stranger = stranger;
    this.audit = audit;
    this.traces = traces;
    this.disconnect = disconnect;
  }

  @Override
  public Message<byte[]> apply(Message<InputStream> message) {
    Context context = message.getHeaders().get(CONTEXT, Context.class);
    // Said by every call, so that what priming leaves behind is no call's.
    telemetry.rehearse(context instanceof PrimingContext);
    return context instanceof PrimingContext priming
        ? prime(message.getPayload(), priming)
        : answer(message.getPayload(), context);
  }

  /** What hangs is waited for: nothing may still be at work when the snapshot is taken. */
  private Message<byte[]> prime(InputStream payload, PrimingContext context) {
    if (context.afresh()) {
      disconnect.run();
    }
    try {
      return answer(payload, context);
    } finally {
      guard.awaitGivenUp(PRIMING_GRACE);
    }
  }

  private Message<byte[]> answer(InputStream payload, @Nullable Context context) {
    Reference reference = Reference.next();
    CallScope scope = traces.begin(reference, context);
    return scope.run(() -> answer(payload, context, reference, scope));
  }

  private Message<byte[]> answer(
      InputStream payload, @Nullable Context context, Reference reference, CallScope scope) {
    long startNanos = System.nanoTime();
    try (Telemetry.OpenCall _ = telemetry.open()) {
      Audit.Entry entry = new Audit.Entry(clock.instant(), reference);
      HttpResponse response = respond(payload, context, scope, entry);
      byte[] bytes = ProxyAnswer.of(response, reference);
      if (bytes.length > MAX_ANSWER_BYTES) {
        entry.notes().ended(Layer.ANSWER, "too_large");
        response = Failures.tooLarge(reference);
        bytes = ProxyAnswer.of(response, reference);
      }
      long tookMillis = (System.nanoTime() - startNanos) / 1_000_000;
      try {
        audit.write(entry, response, tookMillis);
      } catch (IOException | RuntimeException e) {
        telemetry.measure(Metric.AUDIT_FAILURES, 1);
        telemetry.log(Event.AUDIT_NOT_WRITTEN, Map.of(Field.CAUSE, e.getClass().getSimpleName()));
        response = Failures.unrecorded(reference);
        bytes = ProxyAnswer.of(response, reference);
      }
      told(entry.notes().seen(), scope, response.status(), tookMillis);
      return new GenericMessage<>(bytes);
    }
  }

  private void told(Notes.Seen seen, CallScope scope, int status, long tookMillis) {
    Outcome outcome = Outcome.of(seen.stop(), status);
    telemetry.measure(Metric.CALLS, 1);
    telemetry.measure(Metric.CALL_TIME, (double) tookMillis);
    if (outcome == Outcome.FAILED) {
      telemetry.measure(Metric.CALL_FAILURES, 1);
    }
    Map<Field, Object> fields = new EnumMap<>(Field.class);
    fields.put(Field.REFERENCE, scope.reference());
    fields.put(Field.STATUS, status);
    fields.put(Field.TOOL, seen.name());
    fields.put(Field.SOURCE, source(seen.source()));
    fields.put(Field.OUTCOME, outcome.word());
    fields.put(Field.TOOK_MILLIS, tookMillis);
    TraceHeader trace = scope.trace();
    if (trace != null && (trace.sampled() || outcome == Outcome.FAILED)) {
      fields.put(Field.TRACE, trace.root());
    }
    telemetry.log(Event.CALL, fields);
    traces.end(scope, seen.name(), outcome);
  }

  /** Servers come and go, and each dimension of a metric is paid for. */
  private static String source(String noted) {
    if (noted.isEmpty() || noted.equals("task")) {
      return noted;
    }
    return noted.startsWith("cache of ") ? "cache" : "database";
  }

  private HttpResponse respond(
      InputStream payload, @Nullable Context context, CallScope scope, Audit.Entry entry) {
    Reference reference = entry.reference();
    Notes notes = entry.notes();
    ProxyEvent event;
    HttpRequest request;
    try {
      event = EVENTS.readValue(payload);
      if (event == null || event.httpMethod() == null || event.path() == null) {
        notes.refused(Layer.REQUEST, "bad_event");
        return Failures.badEvent(reference);
      }
      request = event.request();
    } catch (JacksonException | IllegalArgumentException e) {
      notes.refused(Layer.REQUEST, "bad_event");
      return Failures.badEvent(reference);
    }
    if (!PATH.equals(event.path())) {
      notes.refused(Layer.REQUEST, "unknown_path");
      return Failures.unknownPath(PATH, reference);
    }
    Principal principal;
    try {
      principal = principal(event, context);
    } catch (IllegalArgumentException e) {
      notes.refused(Layer.CALLER, "unfit_caller");
      return Failures.unfitCaller(e, reference);
    }
    if (principal == null) {
      notes.refused(Layer.CALLER, "unknown_caller");
      return Failures.unknownCaller(reference);
    }
    Call call = new Call(principal, deadline(context), reference, notes);
    audit.calledBy(principal, entry);
    try {
      return guard.within(
          call.deadline(), () -> scope.run(() -> server.get().handle(request, call)));
    } catch (DeadlineGuard.Exceeded e) {
      notes.ended(Layer.DEADLINE, "too_late");
      telemetry.measure(Metric.DEADLINES_EXCEEDED, 1);
      return Failures.tooLate(reference);
    } catch (DeadlineGuard.Broken e) {
      notes.ended(Layer.FAULT, "broke");
      telemetry.log(
          Event.CALL_BROKE,
          Map.of(Field.CAUSE, Fault.of(Objects.requireNonNullElse(e.getCause(), e))));
      return Failures.broken(reference);
    }
  }

  private @Nullable Principal principal(ProxyEvent event, @Nullable Context context) {
    if (context instanceof PrimingContext) {
      return Principal.PRIMING;
    }
    Principal vouchedFor = event.principal();
    return vouchedFor != null ? vouchedFor : stranger;
  }

  private Deadline deadline(@Nullable Context context) {
    Duration remaining =
        context == null
            ? Duration.ofSeconds(29)
            : Duration.ofMillis(context.getRemainingTimeInMillis());
    return Deadline.after(remaining, clock).reserving(RESERVE);
  }
}
