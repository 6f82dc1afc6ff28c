package dev.sluice.function.ops;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.sluice.cache.Budget;
import dev.sluice.cache.EntryStore;
import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.cache.StoreException;
import dev.sluice.call.Environment;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Throws away what is kept under the tags that an event of EventBridge names: {@code {"detail":
 * {"tags": ["orders"]}}}. The same event may come twice, and does no harm. An event that cannot be
 * done fails the call, so that Lambda sends it again, and in the end to where such events go.
 */
public final class InvalidateHandler implements RequestStreamHandler, Resource {
  /** Of each tag; nobody waits for an answer as a caller does. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final EntryStore store;

  /** Starts the function as the environment says; Lambda's client needs this constructor. */
  public InvalidateHandler() {
    this(Environment.ofProcess());
  }

  /** The same, told otherwise. Throws {@link IllegalArgumentException} naming what is missing. */
  public InvalidateHandler(Environment environment) {
    RedisSettings settings = RedisSettings.of(environment, InstantSource.system());
    if (settings == null) {
      throw new IllegalArgumentException("the environment variable SLUICE_CACHE_URL is not set");
    }
    this.store = new RedisEntryStore(settings, InstantSource.system());
    Core.getGlobalContext().register(this);
  }

  /** Answers the tags. Throws {@link InvalidationFailed} saying what was not done. */
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) {
    List<String> tags = InvalidationEvent.read(in);
    for (String tag : tags) {
      try {
        store.invalidate(tag, Budget.of(LIMIT));
      } catch (StoreException e) {
        throw new InvalidationFailed(
            "what is kept under '" + tag + "' was not thrown away: " + e.getMessage(), e);
      }
    }
    JsonMapper.shared().writeValue(out, Map.of("invalidated", tags));
  }

  /** A connection does not outlive the snapshot. */
  @Override
  public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
    store.close();
  }

  /** Nothing: the first event opens what it needs. */
  @Override
  public void afterRestore(org.crac.Context<? extends Resource> context) {}
}
