package dev.sluice.cache;

import dev.sluice.catalog.shape.Column;
import dev.sluice.data.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries as bytes: one that says whether the rest is deflated, then JSON with names of one letter
 * and rows as arrays. What cannot be read is no entry.
 */
final class EntryCodec {
  private static final byte PLAIN = 'j';
  private static final byte DEFLATED = 'z';

  /** Below, deflating costs more time than the bytes do. */
  private static final int WORTH_DEFLATING_BYTES = 1_024;

  /** More than any answer has: what inflates beyond it is none of ours. */
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  /** Numbers keep the digits that PostgreSQL wrote. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private EntryCodec() {}

  /** The bytes; null for an answer that would not come back as it is. */
  static byte @Nullable [] write(Entry entry) {
    Rows rows = entry.rows();
    ObjectNode node = JSON.createObjectNode();
    node.put("a", micros(entry.asOf()))
        .put("s", micros(entry.soft()))
        .put("h", micros(entry.hard()));
    node.put("o", rows.source().server()).put("p", rows.source().replica());
    node.put("x", rows.cut().name());
    ObjectNode generations = node.putObject("g");
    new TreeMap<>(entry.generations()).forEach(generations::put);
    ArrayNode columns = node.putArray("c");
    rows.columns().forEach(column -> columns.add(column.name()).add(column.type()));
    ArrayNode cells = node.putArray("r");
    rows.rows().forEach(row -> cells.addArray().addAll(row));
    byte[] json = JSON.writeValueAsBytes(node);
    if (hasNegativeZero(json)) {
      return null;
    }
    byte[] deflated = json.length < WORTH_DEFLATING_BYTES ? null : deflated(json);
    return deflated != null && deflated.length < json.length
        ? behind(DEFLATED, deflated)
        : behind(PLAIN, json);
  }

  /** Of all numbers, the one that decimal digits read back lose the sign of. */
  private static boolean hasNegativeZero(byte[] json) {
    for (int i = 0; i + 4 < json.length; i++) {
      if (json[i] == '-' && json[i + 1] == '0' && json[i + 2] == '.' && json[i + 3] == '0') {
        byte next = json[i + 4];
        if (next == ',' || next == ']' || next == '}') {
          return true;
        }
      }
    }
    return false;
  }

  /** The entry; empty where there is none, or it is broken or of another format. */
  static Optional<Entry> read(byte @Nullable [] bytes) {
    if (bytes == null || bytes.length == 0) {
      return Optional.empty();
    }
    try {
      byte[] json = json(bytes);
      return json == null ? Optional.empty() : Optional.of(entry(JSON.readTree(json)));
    } catch (IOException | JacksonException | IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static byte @Nullable [] json(byte[] bytes) throws IOException {
    ByteArrayInputStream rest = new ByteArrayInputStream(bytes, 1, bytes.length - 1);
    return switch (bytes[0]) {
      case PLAIN -> rest.readAllBytes();
      case DEFLATED -> {
        try (InflaterInputStream inflating = new InflaterInputStream(rest)) {
          byte[] json = inflating.readNBytes(MOST_BYTES + 1);
          yield json.length > MOST_BYTES ? null : json;
        }
      }
      default -> null;
    };
  }

  /** Throws {@link JacksonException} or {@link IllegalArgumentException} on what is no entry. */
  private static Entry entry(JsonNode node) {
    List<Column> columns = new ArrayList<>();
    JsonNode names = node.required("c");
    for (int i = 0; i + 1 < names.size(); i += 2) {
      columns.add(new Column(names.get(i).stringValue(), names.get(i + 1).stringValue()));
    }
    List<List<JsonNode>> rows = new ArrayList<>();
    for (JsonNode row : node.required("r")) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("a row of another width");
      }
      rows.add(row.valueStream().toList());
    }
    Map<String, String> generations = new TreeMap<>();
    node.required("g").forEachEntry((tag, value) -> generations.put(tag, value.stringValue()));
    return new Entry(
        new Rows(
            columns,
            rows,
            Rows.Cut.valueOf(node.required("x").stringValue()),
            new Rows.Source(node.required("o").stringValue(), node.required("p").booleanValue())),
        instant(node.required("a")),
        instant(node.required("s")),
        instant(node.required("h")),
        generations);
  }

  private static long micros(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
  }

  private static Instant instant(JsonNode micros) {
    return Instant.EPOCH.plus(Duration.ofNanos(Math.multiplyExact(micros.longValue(), 1_000L)));
  }

  private static byte[] deflated(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length / 2);
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream deflating = new DeflaterOutputStream(bytes, deflater)) {
      deflating.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static byte[] behind(byte first, byte[] rest) {
    byte[] bytes = new byte[rest.length + 1];
    bytes[0] = first;
    System.arraycopy(rest, 0, bytes, 1, rest.length);
    return bytes;
  }
}
