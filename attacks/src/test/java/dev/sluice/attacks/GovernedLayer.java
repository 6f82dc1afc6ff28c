package dev.sluice.attacks;

import dev.sluice.data.DataException;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.protocol.wire.Content;
import dev.sluice.protocol.wire.ToolResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * All of Sluice, as {@code eve} meets it.
 *
 * @param isOnReplica as it is to be run; else on the primary with the careless role
 */
record GovernedLayer(String name, String says, boolean isOnReplica) implements Layer {

  @Override
  public Session open(CarelessDatabase database) throws SQLException {
    return new GovernedSession(
        isOnReplica ? database.governed() : database.governedWithCarelessRole());
  }

  private static final class GovernedSession implements Session {
    private final Governed governed;

    GovernedSession(Governed governed) {
      this.governed = governed;
    }

    @Override
    public Answer send(String text) {
      long startNanos = System.nanoTime();
      List<String> texts = new ArrayList<>();
      boolean failed = false;
      try {
        ToolResult result = governed.query(Governed.EVE, text);
        result.content().forEach(content -> texts.add(((Content.Text) content).text()));
        texts.add(String.valueOf(result.structuredContent()));
      } catch (ToolException e) {
        texts.add(String.valueOf(e.getMessage()));
        failed = true;
      }
      long millis = (System.nanoTime() - startNanos) / 1_000_000;
      long bytes = texts.stream().mapToLong(String::length).sum();
      return new Answer(texts, bytes, millis, failed);
    }

    @Override
    public String ask(String query) throws SQLException {
      try {
        return governed.askNextOnItsConnection(query).stream()
            .map(row -> cell(row.getFirst()))
            .collect(Collectors.joining(" "))
            .strip();
      } catch (DataException e) {
        throw new SQLException(e.getMessage(), e);
      }
    }

    private static String cell(JsonNode cell) {
      return cell.isString() ? cell.asString() : cell.toString();
    }

    /** The next attack meets the connection that this one leaves. */
    @Override
    public void close() {}
  }
}
