package dev.sluice.data;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Exactly one SQL statement, with {@code :name} where an argument goes, or of literal text.
 *
 * <p>Quotes, comments and dollar quotes are skipped by the driver's own scanner, so that what
 * counts as text here counts as text there; and the driver's own splitter, which would send {@code
 * a; b} as two statements, must find one.
 *
 * @param text as it was written
 * @param jdbcText the same with {@code ?} for each argument
 * @param parameters the name of each {@code ?}, in order; a name may occur often
 */
public record SqlTemplate(String text, String jdbcText, List<String> parameters) {
  private static final boolean STANDARD_STRINGS = true;

  /** Copies the list. */
  public SqlTemplate {
    parameters = List.copyOf(parameters);
  }

  /**
   * Reads a text.
   *
   * @throws SqlTextException when it is not exactly one statement
   */
  public static SqlTemplate parse(String text) {
    return checked(scan(withoutNul(text)));
  }

  /**
   * Takes a text as it is, without parameters: {@code ?} and {@code :name} are PostgreSQL's own.
   * What is sent is this text to the character, but for semicolons at its end.
   *
   * @throws SqlTextException when it is not exactly one statement
   */
  public static SqlTemplate literal(String text) {
    SqlTemplate template =
        checked(new SqlTemplate(text, withQuestionMarks(withoutNul(text)), List.of()));
    if (!template.numbered().strip().equals(template.withoutSemicolon())) {
      throw new SqlTextException("the driver would send other SQL than this");
    }
    return template;
  }

  private static String withoutNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new SqlTextException("the SQL holds a NUL character");
    }
    return text;
  }

  private static SqlTemplate checked(SqlTemplate template) {
    List<NativeQuery> statements = split(template.jdbcText());
    if (statements.size() != 1) {
      throw new SqlTextException("the SQL holds " + statements.size() + " statements, not one");
    }
    List<NativeQuery> flight = split(template.inOneFlight());
    if (flight.size() != 3
        || !flight.get(1).nativeSql.strip().equals(statements.getFirst().nativeSql.strip())) {
      throw new SqlTextException("a quote or a comment in the SQL does not end");
    }
    refuseEscapes(template.jdbcText());
    return template;
  }

  /** The driver would write them anew, by a reading of quotes that is coarser than PostgreSQL's. */
  private static void refuseEscapes(String jdbcText) {
    String sent;
    try {
      sent = Parser.replaceProcessing(jdbcText, true, STANDARD_STRINGS);
    } catch (SQLException e) {
      sent = "";
    }
    if (!sent.equals(jdbcText)) {
      throw new SqlTextException(
          "the SQL holds a JDBC escape, such as {d …}; write PostgreSQL's own");
    }
  }

  /** The text, ready to be part of another statement: semicolons at its end are left out. */
  public String withoutSemicolon() {
    String stripped = text.strip();
    while (stripped.endsWith(";")) {
      stripped = stripped.substring(0, stripped.length() - 1).strip();
    }
    return stripped;
  }

  /**
   * What is sent in one go, for an answer that comes in one go: the transaction's beginning, the
   * statement, the transaction's end. The first parameters are those of {@link Session#BEGINNING}.
   */
  String inOneFlight() {
    return streamed() + "\n;rollback";
  }

  /** The same for an answer that is fetched piece by piece: the transaction stays open. */
  String streamed() {
    return Session.BEGINNING + ";\n" + jdbcText;
  }

  /** Either of them with one more query, without parameters, ahead of the statement. */
  String after(String query, boolean oneFlight) {
    return Session.BEGINNING + ";\n" + query + ";\n" + jdbcText + (oneFlight ? "\n;rollback" : "");
  }

  /** What the driver makes of it: {@code $1} and so on for the arguments, no semicolon behind. */
  public String numbered() {
    return split(jdbcText).getFirst().nativeSql;
  }

  /**
   * Where in the text a place in {@link #numbered()} comes from, as PostgreSQL counts: characters,
   * of which one may be two {@code char}s, from 1. The answer is a {@code char}, counted from 1; 0
   * for a place outside.
   */
  public int positionInText(int numberedPosition) {
    String numbered = numbered();
    int characters = numbered.codePointCount(0, numbered.length());
    if (numberedPosition < 1 || numberedPosition > characters + 1) {
      return 0;
    }
    int wanted = numbered.offsetByCodePoints(0, numberedPosition - 1);
    char[] chars = text.toCharArray();
    int parameter = 0;
    int out = 0;
    int at = 0;
    while (at < chars.length) {
      int end = endOfToken(chars, at);
      boolean isParameter = isParameter(chars, at, end);
      int length = isParameter ? ("$" + ++parameter).length() : end - at;
      if (wanted < out + length) {
        return isParameter ? at + 1 : at + 1 + wanted - out;
      }
      out += length;
      at = end;
    }
    return at + 1;
  }

  /** Where in the text a parameter stands, the first of them 1: its {@code char}, from 1. */
  int positionOfParameter(int number) {
    char[] chars = text.toCharArray();
    int parameter = 0;
    int at = 0;
    while (at < chars.length) {
      int end = endOfToken(chars, at);
      if (isParameter(chars, at, end) && ++parameter == number) {
        return at + 1;
      }
      at = end;
    }
    return 0;
  }

  private static SqlTemplate scan(String text) {
    char[] chars = text.toCharArray();
    StringBuilder jdbc = new StringBuilder(chars.length);
    List<String> parameters = new ArrayList<>();
    int at = 0;
    while (at < chars.length) {
      int end = endOfToken(chars, at);
      if (isParameter(chars, at, end)) {
        parameters.add(text.substring(at + 1, end));
        jdbc.append('?');
      } else if (chars[at] == '?') {
        // The driver reads a lone ? as a parameter; doubled, it is PostgreSQL's operator.
        jdbc.append("??");
      } else {
        jdbc.append(chars, at, end - at);
      }
      at = end;
    }
    return new SqlTemplate(text, jdbc.toString(), parameters);
  }

  private static String withQuestionMarks(String text) {
    char[] chars = text.toCharArray();
    StringBuilder jdbc = new StringBuilder(chars.length);
    int at = 0;
    while (at < chars.length) {
      int end = Math.min(endOfText(chars, at) + 1, chars.length);
      jdbc.append(chars, at, end - at);
      if (chars[at] == '?') {
        jdbc.append('?');
      }
      at = end;
    }
    return jdbc.toString();
  }

  /** The end of the text, the parameter or the character that starts here; it is behind it. */
  private static int endOfToken(char[] chars, int at) {
    int textEnd = endOfText(chars, at);
    if (textEnd > at) {
      return Math.min(textEnd + 1, chars.length);
    }
    if (chars[at] != ':') {
      return at + 1;
    }
    boolean isCast = at + 1 < chars.length && chars[at + 1] == ':';
    return isCast ? at + 2 : endOfName(chars, at + 1);
  }

  private static boolean isParameter(char[] chars, int at, int end) {
    return chars[at] == ':' && end > at + 1 && chars[at + 1] != ':';
  }

  /** The last character of the quote or comment that starts here, or {@code at} where none does. */
  static int endOfText(char[] chars, int at) {
    return switch (chars[at]) {
      case '\'' -> Parser.parseSingleQuotes(chars, at, STANDARD_STRINGS);
      case '"' -> Parser.parseDoubleQuotes(chars, at);
      case '-' -> Parser.parseLineComment(chars, at);
      case '/' -> Parser.parseBlockComment(chars, at);
      case '$' -> Parser.parseDollarQuotes(chars, at);
      default -> at;
    };
  }

  private static int endOfName(char[] chars, int from) {
    int at = from;
    while (at < chars.length && isNameCharacter(chars[at], at == from)) {
      at++;
    }
    return at;
  }

  private static boolean isNameCharacter(char c, boolean first) {
    return c == '_' || (c >= 'a' && c <= 'z') || (!first && c >= '0' && c <= '9');
  }

  private static List<NativeQuery> split(String jdbcText) {
    try {
      return Parser.parseJdbcSql(jdbcText, STANDARD_STRINGS, true, true, false, true);
    } catch (SQLException e) {
      throw new SqlTextException("the driver cannot read the SQL: " + e.getMessage());
    }
  }
}
