package dev.sluice.xray;

import dev.sluice.telemetry.CallTrace;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.telemetry.Tracer;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends traces to X-Ray's daemon, each as one datagram before it returns. Safe for use by several
 * threads.
 *
 * <p>The recorder of X-Ray, and the second Jackson that it brings, are loaded with the first trace
 * that is sent or rehearsed, and not by a process that sends none. Nothing is used of its global
 * recorder, its thread-local context, and its sampling: what was decided comes with each call.
 */
public final class XRayTracer implements Tracer {
  private final String daemonAddress;
  private final Telemetry telemetry;
  private @Nullable Documents documents;

  private XRayTracer(String daemonAddress, Telemetry telemetry) {
    this.daemonAddress = daemonAddress;
    this.telemetry = telemetry;
  }

  /**
   * A tracer.
   *
   * @param daemonAddress as Lambda says it in {@code AWS_XRAY_DAEMON_ADDRESS}: a host and a port,
   *     with a colon between; empty where there is no daemon, and nothing is traced
   * @param telemetry is told of traces that cannot be sent
   */
  public static Tracer of(String daemonAddress, Telemetry telemetry) {
    return daemonAddress.isEmpty() ? Tracer.none() : new XRayTracer(daemonAddress, telemetry);
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void send(CallTrace trace) {
    try {
      documents().send(trace);
    } catch (IOException | RuntimeException | LinkageError e) {
      telemetry.log(Event.TRACE_NOT_SENT, Map.of(Field.CAUSE, Fault.of(e)));
    }
  }

  @Override
  public void rehearse(CallTrace trace) {
    documents().write(trace);
  }

  private synchronized Documents documents() {
    if (documents == null) {
      documents = new Documents(daemonAddress);
    }
    return documents;
  }
}
