package dev.sluice.gateway;

import dev.sluice.cache.Budget;
import dev.sluice.cache.EntryStore;
import dev.sluice.cache.RedisEntryStore;
import dev.sluice.cache.RedisSettings;
import dev.sluice.cache.StoreException;
import dev.sluice.data.Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Throws away what is kept under a tag. */
@Command(name = "invalidate")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class InvalidateCommand implements Callable<Integer> {
  /** A person waits: longer than a call may. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(names = "--cache")
  private @Nullable URI url;

  @Option(names = "--cluster")
  private boolean cluster;

  @Parameters(index = "0", paramLabel = "TAG")
  private String tag;

  @Override
  public Integer call() {
    try (EntryStore store = new RedisEntryStore(settings(), InstantSource.system())) {
      store.invalidate(tag, Budget.of(LIMIT));
    } catch (StoreException e) {
      throw new CommandException("nothing was thrown away: " + e.getMessage(), e);
    }
    spec.commandLine().getOut().println("Every answer kept under '" + tag + "' is thrown away.");
    return 0;
  }

  private RedisSettings settings() {
    URI address = url != null ? url : LocalCache.running().orElse(null);
    if (address == null) {
      throw new CommandException(
          "no ./sluice up is running here: start one, or name a cache with --cache"
              + " redis://HOST:PORT");
    }
    String file = System.getenv("SLUICE_CACHE_CREDENTIALS_FILE");
    try {
      return new RedisSettings(
          address, cluster, file == null ? null : Credentials.inFile(Path.of(file)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--cache: " + e.getMessage(), e);
    }
  }
}
