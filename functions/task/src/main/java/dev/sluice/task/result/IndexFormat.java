package dev.sluice.task.result;

import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import dev.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An index as JSON, and back. What is read is checked: it must be one that was written here. */
final class IndexFormat {
  /** A result of 10 GiB has some 1,300 parts of 250 bytes here. */
  static final int MOST_BYTES = 4 << 20;

  static final String TYPE = "application/json";

  private static final int VERSION = 1;
  private static final JsonMapper JSON = JsonMapper.shared();

  private IndexFormat() {}

  static byte[] write(ResultIndex index) {
    ObjectNode json = JSON.createObjectNode();
    json.put("version", VERSION);
    json.put("task", index.task().text());
    json.put("attempt", index.attempt());
    ArrayNode columns = json.putArray("columns");
    index
        .columns()
        .forEach(
            column -> columns.addObject().put("name", column.name()).put("type", column.type()));
    ObjectNode masked = json.putObject("masked");
    index.masked().forEach(masked::put);
    json.put("source", index.source().server());
    json.put("replica", index.source().replica());
    if (index.ageSeconds() != null) {
      json.put("age_seconds", index.ageSeconds());
    }
    json.put("stale", index.stale());
    json.put("cut", index.cut().name().toLowerCase(Locale.ROOT));
    json.put("rows", index.rows());
    json.put("uncompressed_bytes", index.bytes());
    ArrayNode parts = json.putArray("parts");
    for (ResultIndex.Part part : index.parts()) {
      parts
          .addObject()
          .put("name", part.name())
          .put("first_row", part.firstRow())
          .put("rows", part.rows())
          .put("bytes", part.bytes())
          .put("uncompressed_bytes", part.uncompressedBytes())
          .put("sha256", part.sha256());
    }
    return JSON.writeValueAsBytes(json);
  }

  /** Reads one that must be of this task and attempt. */
  static ResultIndex read(byte[] bytes, TaskId task, int attempt) throws DamagedResultException {
    ResultIndex index;
    try {
      index = index(JSON.readTree(bytes));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new DamagedResultException(
          task, attempt, "its index.json cannot be read: " + e.getMessage(), e);
    }
    String problem = problem(index, task, attempt);
    if (problem != null) {
      throw new DamagedResultException(task, attempt, "its index.json " + problem, null);
    }
    return index;
  }

  private static ResultIndex index(JsonNode json) {
    if (number(json, "version") != VERSION) {
      throw new IllegalArgumentException("its version is " + json.path("version"));
    }
    List<Column> columns = new ArrayList<>();
    for (JsonNode column : json.path("columns")) {
      columns.add(new Column(text(column, "name"), text(column, "type")));
    }
    Map<String, String> masked = new TreeMap<>();
    json.path("masked")
        .properties()
        .forEach(mask -> masked.put(mask.getKey(), mask.getValue().asString()));
    List<ResultIndex.Part> parts = new ArrayList<>();
    for (JsonNode part : json.path("parts")) {
      parts.add(
          new ResultIndex.Part(
              text(part, "name"),
              number(part, "first_row"),
              number(part, "rows"),
              number(part, "bytes"),
              number(part, "uncompressed_bytes"),
              text(part, "sha256")));
    }
    return new ResultIndex(
        new TaskId(text(json, "task")),
        Math.toIntExact(number(json, "attempt")),
        columns,
        masked,
        new Rows.Source(text(json, "source"), json.path("replica").asBoolean()),
        json.has("age_seconds") ? Long.valueOf(number(json, "age_seconds")) : null,
        json.path("stale").asBoolean(),
        Rows.Cut.valueOf(text(json, "cut").toUpperCase(Locale.ROOT)),
        number(json, "rows"),
        number(json, "uncompressed_bytes"),
        parts);
  }

  private static @Nullable String problem(ResultIndex index, TaskId task, int attempt) {
    if (!index.task().equals(task) || index.attempt() != attempt) {
      return "is of task " + index.task() + ", attempt " + index.attempt();
    }
    long rows = 0;
    long bytes = 0;
    for (ResultIndex.Part part : index.parts()) {
      if (!ResultKeys.isPart(part.name())) {
        return "names a part '" + part.name() + "'";
      }
      if (part.rows() < 1) {
        return "says that " + part.name() + " has " + part.rows() + " rows";
      }
      if (part.firstRow() != rows + 1) {
        return "lets " + part.name() + " begin at row " + part.firstRow() + ", not " + (rows + 1);
      }
      if (part.bytes() < 1 || part.bytes() > ObjectStore.MOST_OBJECT_BYTES) {
        return "says that " + part.name() + " has " + part.bytes() + " bytes";
      }
      rows += part.rows();
      bytes += part.uncompressedBytes();
    }
    if (rows != index.rows() || bytes != index.bytes()) {
      return "has parts of "
          + rows
          + " rows and "
          + bytes
          + " bytes, and counts "
          + index.rows()
          + " rows and "
          + index.bytes()
          + " bytes";
    }
    return null;
  }

  private static long number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("'" + name + "' is no whole number");
    }
    return value.asLong();
  }

  private static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw new IllegalArgumentException("'" + name + "' is no text");
    }
    return value.asString();
  }
}
