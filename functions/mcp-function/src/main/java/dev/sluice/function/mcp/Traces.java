package dev.sluice.function.mcp;

import com.amazonaws.services.lambda.runtime.Context;
import dev.sluice.call.Reference;
import dev.sluice.telemetry.CallScope;
import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.TraceHeader;
import dev.sluice.telemetry.Tracer;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each call while it is under way, and where its trace goes. Safe for use by
 * several threads.
 *
 * @param tracer that traces are sent by
 * @param telemetry knows whether a snapshot is being primed
 * @param clock that calls begin by
 */
record Traces(Tracer tracer, SnapshotTelemetry telemetry, InstantSource clock) {

  /** A call that begins. */
  CallScope begin(Reference reference, @Nullable Context context) {
    TraceHeader header =
        context != null && tracer.isOn() ? TraceHeader.read(context.getXrayTraceId()) : null;
    return CallScope.of(reference.text(), header, clock.instant());
  }

  /**
   * A call that ends: sent if it is sampled, and if it failed. That is known only now, when no part
   * of an unsampled trace can be had any more but ours.
   */
  void end(CallScope call, String tool, Outcome outcome) {
    CallTrace trace = call.end(tool, outcome.word(), outcome == Outcome.FAILED);
    if (trace == null) {
      return;
    }
    if (telemetry.isRehearsing()) {
      tracer.rehearse(trace);
    } else if (trace.header().sampled() || trace.failed()) {
      tracer.send(trace);
    }
  }
}
