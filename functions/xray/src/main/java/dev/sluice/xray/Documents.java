package dev.sluice.xray;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.config.DaemonConfiguration;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Entity;
import com.amazonaws.xray.entities.FacadeSegment;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.SegmentImpl;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.entities.SubsegmentImpl;
import com.amazonaws.xray.entities.TraceHeader.SampleDecision;
import com.amazonaws.xray.entities.TraceID;
import com.amazonaws.xray.strategy.sampling.NoSamplingStrategy;
import dev.sluice.telemetry.CallTrace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traces as X-Ray has them, by its recorder: segments in segments, each with a name and times. Safe
 * for use by several threads.
 */
final class Documents {
  /** What our part of a call is called, within Lambda's segment or alone. */
  static final String NAME = "sluice";

  private static final double NANOS_PER_SECOND = 1e9;

  private final String daemonAddress;
  private final AWSXRayRecorder recorder =
      AWSXRayRecorderBuilder.standard()
          .withSamplingStrategy(new NoSamplingStrategy())
          .withEmitter(new Nowhere())
          .build();
  private @Nullable Emitter daemon;

  Documents(String daemonAddress) {
    this.daemonAddress = daemonAddress;
  }

  /** Sends a trace, in one datagram. */
  void send(CallTrace trace) throws IOException {
    boolean sent =
        switch (entity(trace)) {
          case Subsegment subsegment -> daemon().sendSubsegment(subsegment);
          case Segment segment -> daemon().sendSegment(segment);
          case Entity other -> throw new IllegalStateException("neither: " + other.getClass());
        };
    if (!sent) {
      throw new IOException("the daemon's address cannot be reached");
    }
  }

  /** The document of a trace. */
  String write(CallTrace trace) {
    Entity entity = entity(trace);
    return entity instanceof Subsegment subsegment
        ? subsegment.streamSerialize()
        : entity.serialize();
  }

  /**
   * A part of the segment that Lambda has made, if that is recorded. If it is not, Lambda sends
   * none, and X-Ray shows no part of what is not there: then it is a segment of its own in the same
   * trace.
   */
  private Entity entity(CallTrace trace) {
    TraceID id = TraceID.fromString(trace.header().root());
    String parent = trace.header().parent();
    Segment segment;
    Entity call;
    if (trace.header().sampled()) {
      segment = new FacadeSegment(recorder, id, parent, SampleDecision.SAMPLED);
      call = new SubsegmentImpl(recorder, NAME, segment);
      call.setParent(segment);
    } else {
      segment = new SegmentImpl(recorder, NAME, id);
      segment.setParentId(parent);
      call = segment;
    }
    double start = seconds(trace.startedAt());
    time(call, start, trace.tookNanos());
    call.setFault(trace.failed());
    call.putAnnotation("reference", trace.reference());
    call.putAnnotation("outcome", trace.outcome());
    if (!trace.tool().isEmpty()) {
      call.putAnnotation("tool", trace.tool());
    }
    addParts(trace, segment, call, start);
    return call;
  }

  private void addParts(CallTrace trace, Segment segment, Entity call, double start) {
    List<Entity> parts = new ArrayList<>();
    for (CallTrace.Part part : trace.spans()) {
      Subsegment each = new SubsegmentImpl(recorder, part.span().spanName(), segment);
      Entity around = part.within() < 0 ? call : parts.get(part.within());
      each.setParent(around);
      around.addSubsegment(each);
      time(each, start + part.afterNanos() / NANOS_PER_SECOND, part.tookNanos());
      each.setFault(part.failed());
      if (!part.source().isEmpty()) {
        each.putAnnotation("server", part.source());
      }
      parts.add(each);
    }
  }

  private static void time(Entity entity, double start, long tookNanos) {
    entity.setStartTime(start);
    entity.setEndTime(start + tookNanos / NANOS_PER_SECOND);
    entity.setInProgress(false);
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / NANOS_PER_SECOND;
  }

  /** Its socket is opened by the first trace that is sent, and so in no snapshot. */
  private synchronized Emitter daemon() throws IOException {
    if (daemon == null) {
      DaemonConfiguration configuration = new DaemonConfiguration();
      configuration.setDaemonAddress(daemonAddress);
      daemon = Emitter.create(configuration);
    }
    return daemon;
  }

  /** What the recorder itself would send: nothing. */
  private static final class Nowhere extends Emitter {
    @Override
    public boolean sendSegment(Segment segment) {
      return true;
    }

    @Override
    public boolean sendSubsegment(Subsegment subsegment) {
      return true;
    }
  }
}
