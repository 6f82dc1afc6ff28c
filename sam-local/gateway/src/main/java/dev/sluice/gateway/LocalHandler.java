package dev.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.states.Functions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A handler in this process as state machines and schedulers invoke it, made when it is first
 * wanted. What it throws has its class for a name, as Lambda's client tells it. Safe for use by
 * several threads if the handler is.
 */
final class LocalHandler {
  /** Lambda's own limit (Lambda quotas, "Function timeout"). */
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final Supplier<RequestStreamHandler> maker;
  private @Nullable RequestStreamHandler made;

  LocalHandler(Supplier<RequestStreamHandler> maker) {
    this.maker = maker;
  }

  Functions.Outcome invoke(String event) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      handler()
          .handleRequest(
              new ByteArrayInputStream(event.getBytes(UTF_8)),
              answer,
              LocalContext.until(TIMEOUT, UUID.randomUUID().toString()));
      return new Functions.Answer(answer.toString(UTF_8));
    } catch (IOException | RuntimeException e) {
      return new Functions.Failed(e.getClass().getName(), String.valueOf(e.getMessage()));
    }
  }

  private synchronized RequestStreamHandler handler() {
    RequestStreamHandler present = made;
    if (present == null) {
      present = maker.get();
      made = present;
    }
    return present;
  }
}
