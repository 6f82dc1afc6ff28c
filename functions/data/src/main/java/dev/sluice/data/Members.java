package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.catalog.Limits;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Finds replicas that nobody named. Implementations are safe for use by several threads. */
@FunctionalInterface
interface Members {
  /** What stands in a URL for the name of an Aurora instance. */
  String SERVER_ID = "{server_id}";

  /**
   * The URL of each replica there is now, by its name.
   *
   * @param database asked where the replicas are told by the database itself
   * @throws DataException when they cannot be found just now
   */
  SortedMap<String, String> find(Database database, Call call);

  /** What stands in a URL for each address of a name. */
  Pattern ADDRESSES = Pattern.compile("\\{addresses_of:([A-Za-z0-9.-]{1,253})}");

  /** Whether a URL stands for replicas that are yet to be found. */
  static boolean isPattern(String url) {
    return url.contains(SERVER_ID) || ADDRESSES.matcher(url).find();
  }

  /**
   * Aurora's readers, from the table that its writer keeps; one that has not been heard of for five
   * minutes is gone.
   *
   * @param pattern the instances' URL, with {@value #SERVER_ID} in it
   */
  record Aurora(String pattern) implements Members {
    private static final SqlTemplate READERS =
        SqlTemplate.parse(
            """
            select server_id::text from aurora_replica_status()
            where session_id <> 'MASTER_SESSION_ID'
              and (last_update_timestamp is null
                or last_update_timestamp > clock_timestamp() - interval '300 s')""");

    /** Aurora has 15 at most. */
    private static final Limits LIMITS = new Limits(64, 64 * 1024, 500);

    /** It becomes part of a host's name. */
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,62}");

    @Override
    public SortedMap<String, String> find(Database database, Call call) {
      Query query = new Query(READERS, JsonNodeFactory.instance.objectNode(), LIMITS);
      SortedMap<String, String> found = new TreeMap<>();
      for (var row : database.read(query, call).rows()) {
        JsonNode id = row.getFirst();
        if (id.isString() && ID.matcher(id.asString()).matches()) {
          found.put(id.asString(), pattern.replace(SERVER_ID, id.asString()));
        }
      }
      return found;
    }
  }

  /**
   * The addresses that a name has: of PostgreSQL's own replicas, behind one name in the DNS.
   *
   * @param pattern the URL, with {@link #ADDRESSES} in it
   * @param host the name
   * @param resolver looks it up
   */
  record Addresses(String pattern, String host, Resolver resolver) implements Members {
    private static final Duration LIMIT = Duration.ofMillis(500);

    /** The addresses of a name. */
    @FunctionalInterface
    interface Resolver {
      InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** On a thread of its own: a look-up knows no limit of time. */
    @Override
    public SortedMap<String, String> find(Database database, Call call) {
      FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> resolver.resolve(host));
      Thread thread = Thread.ofVirtual().name("resolve").start(lookUp);
      SortedMap<String, String> found = new TreeMap<>();
      try {
        long millis = call.deadline().atMost(LIMIT).toMillis();
        for (InetAddress address : lookUp.get(millis, TimeUnit.MILLISECONDS)) {
          String text = address.getHostAddress();
          String inUrl = address instanceof Inet6Address ? "[" + text + "]" : text;
          found.put(text, ADDRESSES.matcher(pattern).replaceFirst(inUrl));
        }
        return found;
      } catch (ExecutionException | TimeoutException e) {
        thread.interrupt();
        throw new DataException.Unavailable(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataException.Unavailable(e);
      }
    }
  }

  /** Where a URL among these tells how to find replicas; null where all are named. */
  static @Nullable Members of(Iterable<String> urls) {
    for (String url : urls) {
      Matcher addresses = ADDRESSES.matcher(url);
      if (addresses.find()) {
        return new Addresses(url, addresses.group(1), InetAddress::getAllByName);
      }
      if (url.contains(SERVER_ID)) {
        return new Aurora(url);
      }
    }
    return null;
  }
}
