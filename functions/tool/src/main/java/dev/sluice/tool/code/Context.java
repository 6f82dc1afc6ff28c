package dev.sluice.tool.code;

import dev.sluice.call.Call;
import dev.sluice.catalog.Limits;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a tool has at hand while it works. For one call, used by one thread. */
public final class Context {
  private static final Map<String, SqlTemplate> STATEMENTS = new ConcurrentHashMap<>();

  private final Call call;
  private final Database database;
  private final InstantSource clock;

  Context(Call call, Database database, InstantSource clock) {
    this.call = call;
    this.database = database;
    this.clock = clock;
  }

  /** Who calls, until when, under which reference. */
  public Call call() {
    return call;
  }

  /** The time. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Reads rows, as a declared tool does.
   *
   * @param sql one statement with {@code :name} for each argument; a constant, never put together
   *     from what a caller gave
   * @param arguments what JSON can say
   * @throws DataException when there is no answer
   */
  public Rows read(String sql, Map<String, ?> arguments, Limits limits) {
    SqlTemplate template = STATEMENTS.computeIfAbsent(sql, SqlTemplate::parse);
    ObjectNode values = JsonMapper.shared().valueToTree(arguments);
    Rows rows = database.read(new Query(template, values, limits), call);
    call.notes().read(rows.source().word(), rows.rows().size());
    return rows;
  }
}
