package dev.sluice.data;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which servers there are, and in which order they are asked. Safe for use by several threads.
 *
 * <p>Replicas that are found take the place of those that are named: these are asked until some are
 * found.
 */
final class Fleet implements AutoCloseable {
  /** Replicas are looked for no more often than this, by a call that needs one. */
  static final Duration BETWEEN = Duration.ofSeconds(10);

  /** Longer than a call can take. */
  private static final Duration LEAVE = Duration.ofSeconds(60);

  private final Settings settings;
  private final DatabaseLogin login;
  private final InstantSource clock;
  private final List<Server> primary;
  private final List<Server> named;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicReference<Instant> soughtAt = new AtomicReference<>(Instant.MIN);
  private final List<Leaving> leaving = new ArrayList<>();
  private volatile List<Server> found = List.of();

  /** A server that is gone, which some call may still be using. */
  private record Leaving(Server server, Instant since) {}

  Fleet(Settings settings, DatabaseLogin login, InstantSource clock) {
    this.settings = settings;
    this.login = login;
    this.clock = clock;
    Map<String, String> urls = new LinkedHashMap<>();
    for (String url : settings.replicaUrls()) {
      if (!Members.isPattern(url)) {
        urls.put("replica-" + (urls.size() + 1), url);
      }
    }
    List<Server> replicas = new ArrayList<>();
    urls.forEach((name, url) -> replicas.add(replica(name, url)));
    this.named = List.copyOf(replicas);
    this.primary =
        settings.primaryUrl() == null
            ? List.of()
            : List.of(new Server("primary", false, settings.primaryUrl(), settings, login, clock));
  }

  List<Server> primary() {
    return primary;
  }

  /** Whether it is time to look for replicas; of several that ask at once, one is told so. */
  boolean isTimeToSeek() {
    Instant last = soughtAt.get();
    Instant now = clock.instant();
    // A wall clock that was set back must not make it longer.
    boolean isTime = last.equals(Instant.MIN) || !isWithin(BETWEEN, last, now);
    return isTime && soughtAt.compareAndSet(last, now);
  }

  /**
   * Takes over what was found: the URL of each replica by its name. None at all changes nothing.
   */
  synchronized void replace(Map<String, String> urls) {
    closeThoseThatLeft();
    if (urls.isEmpty()) {
      return;
    }
    List<Server> next = new ArrayList<>();
    List<Server> gone = new ArrayList<>(found);
    urls.forEach(
        (name, url) -> {
          Server known =
              found.stream().filter(server -> server.isAt(name, url)).findFirst().orElse(null);
          next.add(known == null ? replica(name, url) : known);
          gone.remove(known);
        });
    found = List.copyOf(next);
    for (Server server : gone) {
      server.dropIdle();
      leaving.add(new Leaving(server, clock.instant()));
    }
  }

  /** Replicas in turn, then the primary; those that failed come last, unless it is time to see. */
  List<Server> inOrder() {
    List<Server> replicas = found.isEmpty() ? named : found;
    List<Server> order = new ArrayList<>(replicas.size() + 1);
    List<Server> suspected = new ArrayList<>();
    int first = replicas.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), replicas.size());
    for (int i = 0; i < replicas.size(); i++) {
      Server server = replicas.get((first + i) % replicas.size());
      boolean askFirst =
          !server.outage().isSuspected() || (order.isEmpty() && server.outage().mayTry());
      (askFirst ? order : suspected).add(server);
    }
    for (Server server : primary) {
      (server.outage().isSuspected() ? suspected : order).add(server);
    }
    order.addAll(suspected);
    return order;
  }

  /** Closes every connection. What is asked later opens its own. */
  @Override
  public synchronized void close() {
    found.forEach(Server::close);
    named.forEach(Server::close);
    primary.forEach(Server::close);
    leaving.forEach(left -> left.server().close());
    leaving.clear();
  }

  private void closeThoseThatLeft() {
    Instant now = clock.instant();
    leaving.removeIf(
        left -> {
          boolean unused = !isWithin(LEAVE, left.since(), now);
          if (unused) {
            left.server().close();
          }
          return unused;
        });
  }

  private static boolean isWithin(Duration span, Instant then, Instant now) {
    return Duration.between(then, now).abs().compareTo(span) < 0;
  }

  private Server replica(String name, String url) {
    return new Server(name, true, url, settings, login, clock);
  }
}
