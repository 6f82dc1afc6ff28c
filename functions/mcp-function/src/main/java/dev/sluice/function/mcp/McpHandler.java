package dev.sluice.function.mcp;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.call.Environment;
import dev.sluice.catalog.Catalog;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Fault;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.JsonLinesTelemetry;
import dev.sluice.telemetry.Telemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.function.context.FunctionCatalog;
import org.springframework.cloud.function.context.catalog.SimpleFunctionRegistry.FunctionInvocationWrapper;
import org.springframework.context.ApplicationContext;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * The handler that Lambda calls. It makes itself known to CRaC after its context is up, so it comes
 * first before the checkpoint, when pools are still open, and last after the restore, when they are
 * open again. Lambda's client holds it strongly; CRaC does not.
 *
 * <p>Spring makes the function, and is not asked again: its own invoker would convert each event,
 * and read each answer once more to see whether it is JSON, for more than the protocol costs.
 */
public final class McpHandler implements RequestStreamHandler, Resource {
  /**
   * Calls through the whole of it before the snapshot is taken: after 100 the first answer was
   * measured three times as fast as after one, and more made no difference.
   */
  private static final int PRIMING_CALLS = 100;

  /**
   * So many calls use a connection before the next one opens its own: opening is most of what the
   * first answer after a restore waits for, and took twice as long where it was done only once.
   */
  private static final int PRIMING_CALLS_PER_CONNECTION = 20;

  /** A database that hangs must not hold up a release for long. */
  private static final Duration PRIMING_LIMIT = Duration.ofSeconds(10);

  private final Function<Message<InputStream>, Message<byte[]>> function;
  private final Telemetry telemetry = new JsonLinesTelemetry(System.err, InstantSource.system());

  /** Starts the function; Lambda's client needs this constructor. */
  public McpHandler() {
    function = function(new SpringApplicationBuilder(McpApplication.class).run());
    Core.getGlobalContext().register(this);
  }

  @Override
  public void handleRequest(
      InputStream event,
      OutputStream answer,
      com.amazonaws.services.lambda.runtime.@Nullable Context context)
      throws IOException {
    Map<String, Object> headers = context == null ? Map.of() : Map.of(McpFunction.CONTEXT, context);
    answer.write(function.apply(new GenericMessage<>(event, headers)).getPayload());
  }

  /** Primes. A replica that is down makes no answer, and yet no obstacle to publishing. */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
    try {
      prime(
          PrimingEvents.of(Catalog.read(FunctionSettings.read(Environment.ofProcess()).catalog())));
    } catch (IOException | RuntimeException e) {
      // Lambda's client loses the cause of a hook that fails.
      telemetry.log(Event.SNAPSHOT_HOOK_FAILED, Map.of(Field.CAUSE, Fault.of(e)));
      throw e;
    }
  }

  /** Nothing: the pools were reopened by the context. */
  @Override
  public void afterRestore(Context<? extends Resource> context) {
    telemetry.log(Event.STARTED, Map.of(Field.CAUSE, "restored"));
  }

  /** What the catalogue of functions wraps. */
  @SuppressWarnings("unchecked") // The bean of this name has this type.
  private static Function<Message<InputStream>, Message<byte[]>> function(
      ApplicationContext spring) {
    FunctionInvocationWrapper wrapper =
        spring.getBean(FunctionCatalog.class).lookup(McpApplication.FUNCTION);
    return (Function<Message<InputStream>, Message<byte[]>>) wrapper.getTarget();
  }

  private void prime(List<byte[]> events) throws IOException {
    long startNanos = System.nanoTime();
    for (int i = 0; i < PRIMING_CALLS; i++) {
      if (System.nanoTime() - startNanos > PRIMING_LIMIT.toNanos()) {
        return;
      }
      handleRequest(
          new ByteArrayInputStream(events.get(i % events.size())),
          OutputStream.nullOutputStream(),
          new PrimingContext(i % PRIMING_CALLS_PER_CONNECTION == 0));
    }
  }
}
