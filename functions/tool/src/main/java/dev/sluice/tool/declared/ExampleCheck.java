package dev.sluice.tool.declared;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.sluice.call.Call;
import dev.sluice.call.Deadline;
import dev.sluice.call.Principal;
import dev.sluice.call.Reference;
import dev.sluice.call.RelationName;
import dev.sluice.catalog.Limits;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.catalog.shape.OrderKey;
import dev.sluice.catalog.shape.ToolShape;
import dev.sluice.data.DataException;
import dev.sluice.data.Database;
import dev.sluice.data.Query;
import dev.sluice.data.Rows;
import dev.sluice.data.SqlTemplate;
import dev.sluice.tool.answer.Answer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs every example of a catalogue, as a caller who may do everything. */
public final class ExampleCheck {
  /** More than any tool may take. */
  private static final Duration LIMIT = Duration.ofMillis(Limits.MOST_TIMEOUT_MILLIS + 5_000L);

  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDialect(Dialects.getDraft202012());

  private final Database database;
  private final InstantSource clock;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final List<Mistake> remarks = new ArrayList<>();

  private ExampleCheck(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param mistakes that keep the catalogue from being served
   * @param remarks that its owner may want to know
   */
  public record Result(List<Mistake> mistakes, List<Mistake> remarks) {

    /** Copies the lists. */
    public Result {
      mistakes = List.copyOf(mistakes);
      remarks = List.copyOf(remarks);
    }
  }

  /** Runs them all, those of a stopped tool left out. */
  public static Result run(
      PreparedCatalog catalog, Servable servable, Database database, InstantSource clock) {
    ExampleCheck check = new ExampleCheck(database, clock);
    for (PreparedTool tool : catalog.tools()) {
      ToolShape shape = servable.tools().get(tool.name());
      if (shape != null) {
        tool.declaration().examples().forEach(example -> check.run(tool, shape, example));
      }
    }
    return new Result(check.mistakes, check.remarks);
  }

  private void run(PreparedTool tool, ToolShape shape, ObjectNode example) {
    ToolDeclaration declaration = tool.declaration();
    try {
      Query query = new Query(tool.sql(), example, declaration.limits()).withMasks(tool.masks());
      Rows rows = database.read(query, call());
      JsonNode answer = Answer.complete(rows).structured(Reference.next());
      List<Error> errors =
          SCHEMAS.getSchema(OutputSchema.of(shape.columns(), tool.masks())).validate(answer);
      if (!errors.isEmpty()) {
        add(
            mistakes,
            declaration,
            example + " answers what its own output schema does not allow: " + errors.getFirst(),
            "This is a fault of Sluice: please report it");
      }
      if (rows.rows().isEmpty()) {
        add(
            remarks,
            declaration,
            example + " answers no row",
            "Choose one that does: it warms the tool up, and tests it");
      }
    } catch (DataException e) {
      add(
          mistakes,
          declaration,
          example + " is not answered: " + reason(e),
          "Mend the statement, the limits or the example");
      return;
    }
    if (!shape.order().isEmpty()) {
      checkUnique(tool, shape.order(), example);
    }
  }

  /** An owner is told what PostgreSQL said. */
  private static String reason(DataException e) {
    String words = e.getCause() instanceof SQLException said ? said.getMessage() : e.getMessage();
    return String.valueOf(words).lines().findFirst().orElse("").replaceFirst("\\.$", "");
  }

  private void checkUnique(PreparedTool tool, List<OrderKey> order, ObjectNode example) {
    String keys =
        order.stream()
            .map(key -> RelationName.quoted(key.column()))
            .collect(Collectors.joining(", "));
    SqlTemplate count =
        SqlTemplate.parse(
            "select count(*) as rows, count(distinct row(%s)) as keys from (\n%s\n) as page"
                .formatted(keys, tool.sql().withoutSemicolon()));
    Limits limits = new Limits(1, Limits.LEAST_BYTES, Limits.MOST_TIMEOUT_MILLIS);
    List<JsonNode> row;
    try {
      row = database.read(new Query(count, example, limits), call()).rows().getFirst();
    } catch (DataException e) {
      remarks.add(
          new Mistake(
              tool.declaration().at("page_by"),
              "whether no two rows of " + example + " are equal could not be told: " + reason(e),
              "Be sure that a unique index or key has these columns"));
      return;
    }
    if (row.get(0).asLong() != row.get(1).asLong()) {
      mistakes.add(
          new Mistake(
              tool.declaration().at("page_by"),
              "%s rows of the example %s have only %s different values of these columns"
                  .formatted(row.get(0).asString(), example, row.get(1).asString()),
              "Add columns, in 'sql' too, until no two rows are equal in all of them"));
    }
  }

  private Call call() {
    return new Call(Principal.LOCAL, Deadline.after(LIMIT, clock), Reference.next());
  }

  private static void add(
      List<Mistake> to, ToolDeclaration declaration, String problem, String remedy) {
    to.add(new Mistake(declaration.at("examples"), problem, remedy));
  }
}
