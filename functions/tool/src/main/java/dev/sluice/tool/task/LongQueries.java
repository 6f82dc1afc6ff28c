package dev.sluice.tool.task;

import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.catalog.Limits;
import dev.sluice.data.LongLimits;
import dev.sluice.data.Query;
import dev.sluice.data.SqlTemplate;
import dev.sluice.data.SqlTextException;
import dev.sluice.protocol.feature.ToolException;
import dev.sluice.sql.Verdict;
import dev.sluice.task.Work;
import dev.sluice.tool.declared.LongDeclarations;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import dev.sluice.tool.governed.Governance;
import dev.sluice.tool.query.QueryTools;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a statement of a task's work: when it is taken, so that a mistake is told at once, and
 * again when it runs, by the catalogue and the owner's scopes of then. Safe for use by several
 * threads.
 */
public final class LongQueries {
  /** The tool whose statement is its caller's own. */
  public static final String START_QUERY = "start_query";

  /** Its argument. */
  static final String SQL = "sql";

  private final Governance governance;
  private final LongDeclarations declared;

  /** By what a catalogue allows. */
  public static LongQueries of(PreparedCatalog catalog, Servable servable) {
    return new LongQueries(catalog.governance(), new LongDeclarations(catalog, servable));
  }

  private LongQueries(Governance governance, LongDeclarations declared) {
    this.governance = governance;
    this.declared = declared;
  }

  /**
   * The statement of some work.
   *
   * @param deadline of the verdict on it
   * @throws ToolException where its owner may not do it, or the catalogue has no such tool
   */
  public LongQuery of(Work work, Principal owner, Deadline deadline) {
    return work.tool().equals(START_QUERY)
        ? new LongQuery(adHoc(work.arguments(), owner, deadline), LongLimits.MOST)
        : new LongQuery(declared.query(work.tool(), work.arguments(), owner), LongLimits.MOST);
  }

  /** The very text that is judged is what is run. */
  private Query adHoc(ObjectNode arguments, Principal owner, Deadline deadline) {
    if (!owner.holds(List.of(QueryTools.SCOPE))) {
      throw new ToolException("Refused: this needs the scope " + QueryTools.SCOPE + ".");
    }
    String text = arguments.path(SQL).asString("");
    Verdict.Allowed allowed =
        switch (governance.adHoc(text, owner, deadline)) {
          case Verdict.Refused refused -> throw new ToolException("Refused: " + refused.message());
          case Verdict.Allowed verdict -> verdict;
        };
    if (allowed.kind() == Verdict.Kind.EXPLAIN) {
      throw new ToolException(
          "Refused: plans are for explain_query. Give it the query alone, without EXPLAIN.");
    }
    try {
      return new Query(
              SqlTemplate.literal(text), JsonNodeFactory.instance.objectNode(), Limits.DEFAULT)
          .withKind(Query.Kind.AD_HOC)
          .withMasks(governance.masks(allowed));
    } catch (SqlTextException e) {
      throw new ToolException("Refused: " + e.getMessage() + ". Write one SELECT.", e);
    }
  }
}
