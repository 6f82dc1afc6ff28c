package dev.sluice.data;

import dev.sluice.call.Call;
import dev.sluice.catalog.Limits;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** Whether a URL stands for replicas that are yet to be found. */
  static boolean isPattern(String url) {
    return url.contains(SERVER_ID);
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

  /** Where a URL among these tells how to find replicas; null where all are named. */
  static @Nullable Members of(Iterable<String> urls) {
    for (String url : urls) {
      if (isPattern(url)) {
        return new Aurora(url);
      }
    }
    return null;
  }
}
