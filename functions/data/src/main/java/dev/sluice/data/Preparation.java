package dev.sluice.data;

import dev.sluice.data.inspect.StatementException;
import dev.sluice.data.inspect.StatementShape;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.ParameterList;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;
import org.postgresql.core.TypeInfo;

/**
 * Has a statement prepared and described, and not run: one round trip, and the types by their
 * numbers, where JDBC's metadata would take two and give other names.
 */
final class Preparation {
  private static final int FLAGS =
      QueryExecutor.QUERY_DESCRIBE_ONLY
          | QueryExecutor.QUERY_ONESHOT
          | QueryExecutor.QUERY_SUPPRESS_BEGIN;

  /** PostgreSQL knows it by its number, the owner by its name. */
  private static final Pattern PARAMETER =
      Pattern.compile("(?<=could not determine data type of parameter )\\$(\\d{1,5})");

  private final BaseConnection physical;

  Preparation(BaseConnection physical) {
    this.physical = physical;
  }

  StatementShape describe(SqlTemplate sql) throws SQLException {
    Query query = physical.createQuery(sql.jdbcText(), true, true).query;
    Description description = new Description();
    ParameterList parameters = query.createParameterList();
    try {
      physical.getQueryExecutor().execute(query, parameters, description, 0, 0, FLAGS);
    } catch (SQLException e) {
      throw refusal(e, sql, 0);
    } finally {
      query.close();
    }
    Field[] fields = description.fields;
    if (fields == null) {
      throw new DataException.Refused("The statement is no query: it gives no rows.", null);
    }
    TypeInfo types = physical.getTypeInfo();
    List<String> parameterTypes = new ArrayList<>();
    for (int oid : parameters.getTypeOIDs()) {
      parameterTypes.add(Columns.typeName(oid, types));
    }
    return new StatementShape(Columns.of(fields, types).columns(), parameterTypes);
  }

  /**
   * What PostgreSQL says against a statement, with so many characters of ours in front of it; what
   * it says of anything else is thrown on as it is.
   */
  static StatementException refusal(SQLException e, SqlTemplate sql, int charactersBefore)
      throws SQLException {
    SqlStates.Complaint complaint = SqlStates.complaint(e);
    if (complaint == null) {
      throw e;
    }
    int position = complaint.position() - charactersBefore;
    Matcher parameter = PARAMETER.matcher(complaint.text());
    if (parameter.find()) {
      int number = Integer.parseInt(parameter.group(1));
      return new StatementException(
          parameter.replaceFirst(":" + sql.parameters().get(number - 1)),
          sql.positionOfParameter(number),
          e);
    }
    return new StatementException(complaint.text(), sql.positionInText(position), e);
  }

  private static final class Description extends ResultHandlerBase {
    private Field @Nullable [] fields;

    @Override
    public void handleResultRows(
        Query query, Field[] described, List<Tuple> tuples, @Nullable ResultCursor cursor) {
      fields = described;
    }

    @Override
    public void handleWarning(SQLWarning warning) {}
  }
}
