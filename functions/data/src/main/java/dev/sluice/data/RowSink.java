package dev.sluice.data;

import dev.sluice.catalog.Mask;
import dev.sluice.catalog.shape.Column;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Takes the rows of a long read, one by one, in the thread that reads. */
public interface RowSink {

  /**
   * What is known ahead of the rows.
   *
   * @param columns in the statement's order, their names all different, as they are shown
   * @param masks of the columns that are not shown as they are, by their labels
   * @param source where the rows come from
   * @param age how old what is read can be
   */
  record Head(List<Column> columns, Map<String, Mask> masks, Rows.Source source, Rows.Age age) {
    /** Copies list and map. */
    public Head {
      columns = List.copyOf(columns);
      masks = Collections.unmodifiableMap(new TreeMap<>(masks));
    }
  }

  /**
   * The rows begin. Comes a second time where they turn out too wide to be fetched many at a time:
   * they begin anew then, and those taken before are void.
   */
  void begin(Head head) throws IOException;

  /**
   * The next row.
   *
   * @param row a value for every column
   */
  void take(List<JsonNode> row) throws IOException;
}
