package dev.sluice.tool.declared;

import dev.sluice.call.Layer;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mask;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Freshness;
import dev.sluice.data.Masking;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import dev.sluice.protocol.feature.Exchange;
import dev.sluice.protocol.feature.Tool;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.feature.ToolOutcome;
import dev.sluice.protocol.wire.CanonicalArguments;
import dev.sluice.protocol.wire.ToolDescriptor;
import dev.sluice.tool.answer.Answer;
import dev.sluice.tool.answer.NoRows;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a declared tool does: it asks one statement. Safe for use by several threads. */
final class DeclaredTool implements Tool.Handler {
  private final PreparedTool tool;
  private final ToolShape shape;
  private final Database database;
  private final Freshness freshness;
  private final Cursors cursors;

  /** Null where a cut answer cannot be continued. */
  private final @Nullable Keyset keyset;

  private DeclaredTool(PreparedTool tool, ToolShape shape, Database database, Cursors cursors) {
    this.tool = tool;
    this.shape = shape;
    this.database = database;
    this.cursors = cursors;
    this.freshness =
        Freshness.of(tool.declaration().maxAgeSeconds(), tool.declaration().whenStale());
    this.keyset =
        shape.order().isEmpty() || showsMaskedKey(tool, shape)
            ? null
            : new Keyset(tool.sql(), shape.order(), limits().maxRows() + 1);
  }

  /** A mask may be newer than the check that found the order. */
  private static boolean showsMaskedKey(PreparedTool tool, ToolShape shape) {
    return shape.order().stream().anyMatch(key -> tool.masks().containsKey(key.column()));
  }

  /** A tool whose statement the database knows. */
  static Tool of(PreparedTool tool, ToolShape shape, Database database, Cursors cursors) {
    ToolDeclaration declaration = tool.declaration();
    DeclaredTool handler = new DeclaredTool(tool, shape, database, cursors);
    return Tool.of(
        new ToolDescriptor(
            declaration.name(),
            declaration.title(),
            declaration.description(),
            handler.keyset == null ? declaration.input() : withCursor(declaration.input()),
            OutputSchema.of(shape.columns(), tool.masks())),
        handler);
  }

  @Override
  public ToolOutcome call(ObjectNode arguments, Exchange exchange) {
    try {
      Answer answer = keyset == null ? whole(arguments, exchange) : page(arguments, exchange);
      Map<String, Mask> masks = Mask.notLifted(tool.masks(), exchange.call().principal());
      return new ToolOutcome.Done(answer.under(masks).result(exchange.call()));
    } catch (DataException e) {
      throw NoRows.told(e, exchange.call());
    }
  }

  private Answer whole(ObjectNode arguments, Exchange exchange) {
    Rows rows = read(tool.sql(), arguments, limits(), exchange);
    return switch (rows.cut()) {
      case NONE -> Answer.complete(rows);
      case BY_ROWS, BY_BYTES ->
          Answer.cut(rows, Answer.reason(rows.cut(), limits()) + " Ask more narrowly.", null);
    };
  }

  /** One row more than a page is asked for, to see that the next page begins behind this one. */
  private Answer page(ObjectNode arguments, Exchange exchange) {
    Keyset keys = keyset;
    if (keys == null) {
      throw new IllegalStateException("only a tool with an order has pages");
    }
    ObjectNode asked = arguments.deepCopy();
    JsonNode given = asked.remove(Cursor.ARGUMENT);
    String canonical = CanonicalArguments.of(asked);
    SqlTemplate sql = keys.first();
    if (given != null && given.isString()) {
      Cursor cursor =
          cursors.open(
              given.asString(),
              question(canonical),
              keys.keys().size(),
              exchange.call().principal());
      sql = keys.after(cursor.key());
      for (int i = 0; i < cursor.key().size(); i++) {
        asked.put(Keyset.parameter(i), cursor.key().get(i));
      }
    }
    Limits limits = limits();
    Limits oneMore = new Limits(limits.maxRows() + 1, limits.maxBytes(), limits.timeoutMillis());
    Rows rows;
    try {
      rows = read(sql, asked, oneMore, exchange);
    } catch (DataException.Refused e) {
      if (String.valueOf(e.getMessage()).contains(Keyset.PARAMETER)) {
        throw Cursor.unknown();
      }
      throw e;
    }
    return new PageCut(keys.keys(), limits)
        .of(
            rows,
            last ->
                cursors.seal(new Cursor(question(canonical), last), exchange.call().principal()));
  }

  private String question(String canonicalArguments) {
    return Cursor.question(tool.name(), shape.statement(), canonicalArguments);
  }

  private Rows read(SqlTemplate sql, ObjectNode arguments, Limits limits, Exchange exchange) {
    Query query =
        new Query(sql, arguments, limits).withFreshness(freshness).withMasks(tool.masks());
    Rows rows = database.read(query, exchange.call());
    Map<String, Mask> masks = Mask.notLifted(tool.masks(), exchange.call().principal());
    if (!rows.columns().equals(Masking.columns(shape.columns(), masks))) {
      exchange.call().notes().failed(Layer.CATALOGUE, "columns_changed");
      throw new ToolException(
          "The database has changed: '"
              + tool.name()
              + "' no longer answers the columns it promises. The owner of the catalogue must run"
              + " check-catalog. Reference: "
              + exchange.call().reference());
    }
    return rows;
  }

  private Limits limits() {
    return tool.declaration().limits();
  }

  private static ObjectNode withCursor(ObjectNode input) {
    ObjectNode schema = input.deepCopy();
    ObjectNode cursor = schema.withObjectProperty("properties").putObject(Cursor.ARGUMENT);
    cursor.put("type", "string");
    return schema;
  }

  /** Makes a cursor of a row's key; null where that cannot be done. */
  @FunctionalInterface
  private interface Sealing {
    @Nullable String of(List<@Nullable String> key);
  }

  /**
   * Ends a page where the next can begin.
   *
   * @param keys the order
   * @param limits of a page
   */
  private record PageCut(List<OrderKey> keys, Limits limits) {

    Answer of(Rows rows, Sealing sealing) {
      int shown = Math.min(rows.rows().size(), limits.maxRows());
      if (rows.cut() == Rows.Cut.NONE && shown == rows.rows().size()) {
        return Answer.complete(rows);
      }
      Rows.Cut by = shown < rows.rows().size() ? Rows.Cut.BY_ROWS : rows.cut();
      // The last row that came shows whether the one before it has a key of its own.
      if (by == Rows.Cut.BY_BYTES && shown > 1) {
        shown--;
      }
      Rows page = rows.first(shown, by);
      String reason = Answer.reason(by, limits);
      if (shown == 0) {
        return Answer.cut(
            page, reason + " The next row alone is larger: only 'limits' could let it pass.", null);
      }
      List<@Nullable String> last = RowKey.of(rows, shown - 1, keys);
      if (shown < rows.rows().size() && RowKey.isSame(rows, shown - 1, shown, keys)) {
        return Answer.cut(
            page,
            reason
                + " It cannot be continued: the next row is equal to the last in all that"
                + " 'page_by' names. Ask more narrowly.",
            null);
      }
      String cursor = sealing.of(last);
      if (cursor == null) {
        return Answer.cut(
            page,
            reason + " It cannot be continued: there is no key for cursors. Ask more narrowly.",
            null);
      }
      return cursor.length() > Cursor.MAX_CHARS
          ? Answer.cut(
              page,
              reason + " The last row's key is too long to go on from. Ask more narrowly.",
              null)
          : Answer.cut(
              page,
              reason + " To go on, call again with the same arguments and this cursor.",
              cursor);
    }
  }
}
