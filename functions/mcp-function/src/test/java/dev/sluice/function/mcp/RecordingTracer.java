package dev.sluice.function.mcp;

import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.Tracer;
import java.util.ArrayList;
import java.util.List;

/** Keeps the traces that it is given. Used by one thread. */
final class RecordingTracer implements Tracer {
  final List<CallTrace> sent = new ArrayList<>();
  final List<CallTrace> rehearsed = new ArrayList<>();

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void send(CallTrace trace) {
    sent.add(trace);
  }

  @Override
  public void rehearse(CallTrace trace) {
    rehearsed.add(trace);
  }
}
