package dev.sluice.tool.declared;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.data.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A statement that can be asked for the rows after a given one. Safe for use by several threads.
 *
 * <p>The rows after a key are the same whatever was inserted or deleted before it, and on every
 * replica, since nothing is counted.
 */
final class Keyset {
  /** Begins the parameters that hold the last row's key. */
  static final String PARAMETER = "sluice_after_";

  private final SqlTemplate sql;
  private final List<OrderKey> keys;
  private final int mostRows;
  private final SqlTemplate first;

  /** By which keys of the last row are NULL: a condition on NULL is another one. */
  private final Map<List<Boolean>, SqlTemplate> following = new ConcurrentHashMap<>();

  /**
   * A statement, its order and the rows of a page.
   *
   * @param keys at least one, no two rows equal in all of them
   */
  Keyset(SqlTemplate sql, List<OrderKey> keys, int mostRows) {
    this.sql = sql;
    this.keys = List.copyOf(keys);
    this.mostRows = mostRows;
    this.first = page("");
  }

  List<OrderKey> keys() {
    return keys;
  }

  /** The statement of the first page. */
  SqlTemplate first() {
    return first;
  }

  /**
   * The statement of a page after a key, whose parameters are those that {@link #PARAMETER} has.
   */
  SqlTemplate after(List<@Nullable String> key) {
    return following.computeIfAbsent(
        key.stream().map(value -> value == null).toList(),
        nulls -> page(" where " + condition(nulls)));
  }

  /** The name of the parameter for a key. */
  static String parameter(int key) {
    return PARAMETER + (key + 1);
  }

  private SqlTemplate page(String condition) {
    String order =
        keys.stream()
            .map(
                key ->
                    quoted(key)
                        + (key.descending() ? " desc" : " asc")
                        + (key.nullsFirst() ? " nulls first" : " nulls last"))
            .collect(Collectors.joining(", "));
    return SqlTemplate.parse(
        "select * from (\n%s\n) as page%s order by %s limit %d"
            .formatted(sql.withoutSemicolon(), condition, order, mostRows));
  }

  /**
   * That a row comes after the last one: equal in the first keys, and later in the next. The first
   * key alone is said once more, since an index finds its beginning by that.
   */
  private String condition(List<Boolean> nulls) {
    List<String> ways = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String later = later(i, nulls.get(i));
      if (!later.isEmpty()) {
        ways.add(
            IntStream.range(0, i)
                    .mapToObj(before -> equal(before, nulls.get(before)) + " and ")
                    .collect(Collectors.joining())
                + later);
      }
    }
    if (ways.isEmpty()) {
      return "false";
    }
    String any = ways.stream().collect(Collectors.joining(" or ", "(", ")"));
    OrderKey leading = keys.getFirst();
    boolean nullsBehind = leading.nullable() && !leading.nullsFirst();
    return nulls.getFirst() || nullsBehind
        ? any
        : "%s %s :%s and %s"
            .formatted(quoted(leading), leading.descending() ? "<=" : ">=", parameter(0), any);
  }

  private String equal(int key, boolean isNull) {
    return quoted(keys.get(key)) + (isNull ? " is null" : " = :" + parameter(key));
  }

  /** Empty where nothing can come later. */
  private String later(int index, boolean isNull) {
    OrderKey key = keys.get(index);
    if (isNull) {
      return key.nullsFirst() ? quoted(key) + " is not null" : "";
    }
    String greater = quoted(key) + (key.descending() ? " < :" : " > :") + parameter(index);
    return key.nullable() && !key.nullsFirst()
        ? "(" + greater + " or " + quoted(key) + " is null)"
        : greater;
  }

  private static String quoted(OrderKey key) {
    return RelationName.quoted(key.column());
  }
}
