package dev.sluice.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.crac.Core;
import org.crac.Resource;

/** A function that does what its event, one word, says; it notes when its hooks ran. */
public final class ProbeHandler implements RequestStreamHandler, Resource {

  /** Names the place (constructor, beforeCheckpoint, afterRestore) where to throw. */
  static final String FAIL_IN = "PROBE_FAIL_IN";

  private final AtomicLong ticks = new AtomicLong();
  private long beforeCheckpointNanos;
  private long afterRestoreNanos;

  /** Registers the hooks and starts a thread that ticks about once a millisecond. */
  public ProbeHandler() {
    failIfAskedIn("constructor");
    Core.getGlobalContext().register(this);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (true) {
                ticks.incrementAndGet();
                LockSupport.parkNanos(1_000_000);
              }
            });
  }

  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    failIfAskedIn("beforeCheckpoint");
    beforeCheckpointNanos = System.nanoTime();
  }

  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {
    failIfAskedIn("afterRestore");
    afterRestoreNanos = System.nanoTime();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    String word = new String(event.readAllBytes(), UTF_8);
    answer.write(
        switch (word) {
          case "hooks" -> (beforeCheckpointNanos + " " + afterRestoreNanos).getBytes(UTF_8);
          case "ticks" -> Long.toString(ticks.get()).getBytes(UTF_8);
          case "environment" -> new TreeMap<>(System.getenv()).toString().getBytes(UTF_8);
          case "context" ->
              "%s %s %d %d"
                  .formatted(
                      context.getAwsRequestId(),
                      context.getFunctionName(),
                      context.getMemoryLimitInMB(),
                      context.getRemainingTimeInMillis())
                  .getBytes(UTF_8);
          case "throw" -> throw new IllegalStateException("asked to throw");
          case "too much" -> new byte[RuntimeApi.MAX_PAYLOAD_BYTES + 1];
          case "hang" -> hang();
          case "halt" -> halt();
          default -> word.getBytes(UTF_8);
        });
  }

  private static byte[] hang() {
    while (true) {
      LockSupport.park();
    }
  }

  private static byte[] halt() {
    System.out.println("last words");
    System.out.flush();
    Runtime.getRuntime().halt(3);
    return new byte[0];
  }

  private static void failIfAskedIn(String place) {
    if (place.equals(System.getenv(FAIL_IN))) {
      throw new IllegalStateException("asked to fail in " + place);
    }
  }
}
