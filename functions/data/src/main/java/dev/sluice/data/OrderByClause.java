package dev.sluice.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ORDER BY that decides the order of a statement's rows: the last one outside all parentheses.
 *
 * <p>It is read by its words alone, so what it says must be confirmed by the database.
 *
 * @param items in order, at least one
 */
public record OrderByClause(List<Item> items) {
  /** What may follow the clause (PostgreSQL manual, SELECT). */
  private static final Set<String> ENDS = Set.of("limit", "offset", "fetch", "for", ";");

  private static final Pattern ITEM =
      Pattern.compile(
          "(.*?)(?:\\s+(asc|desc))?(?:\\s+nulls\\s+(first|last))?\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Copies the list. */
  public OrderByClause {
    items = List.copyOf(items);
  }

  /**
   * One thing that is ordered by.
   *
   * @param expression as it was written
   * @param descending whether the greatest comes first
   * @param nullsFirst whether NULLs come before everything else; they are greatest where nothing is
   *     said
   */
  public record Item(String expression, boolean descending, boolean nullsFirst) {

    private static Item of(String text) {
      Matcher matcher = ITEM.matcher(text.strip());
      if (!matcher.matches()) {
        throw new IllegalStateException("the pattern fits every text");
      }
      boolean descending = "desc".equalsIgnoreCase(matcher.group(2));
      String nulls = matcher.group(3);
      return new Item(
          matcher.group(1).strip(),
          descending,
          nulls == null ? descending : nulls.equalsIgnoreCase("first"));
    }
  }

  /** The clause of a statement; empty when it has none. */
  public static Optional<OrderByClause> of(SqlTemplate sql) {
    List<Token> outside = outsideParentheses(sql.text());
    for (int i = outside.size() - 2; i >= 0; i--) {
      if (outside.get(i).is("order") && outside.get(i + 1).is("by")) {
        return Optional.of(new OrderByClause(items(sql.text(), outside, i + 2)));
      }
    }
    return Optional.empty();
  }

  private static List<Item> items(String text, List<Token> tokens, int first) {
    List<Item> items = new ArrayList<>();
    int from = tokens.get(first - 1).end();
    for (Token token : tokens.subList(first, tokens.size())) {
      boolean ends = ENDS.contains(token.word());
      if (ends || token.is(",")) {
        items.add(item(text, from, token.start()));
        from = token.end();
      }
      if (ends) {
        return items;
      }
    }
    items.add(item(text, from, text.length()));
    return items;
  }

  private static Item item(String text, int from, int to) {
    return Item.of(withoutComments(text.substring(from, to)));
  }

  /** A word in lower case, or a character that is part of none. */
  private record Token(String word, int start, int end) {
    boolean is(String other) {
      return word.equals(other);
    }
  }

  private static List<Token> outsideParentheses(String text) {
    List<Token> tokens = new ArrayList<>();
    char[] chars = text.toCharArray();
    int depth = 0;
    for (int at = 0; at < chars.length; at++) {
      int end = SqlTemplate.endOfText(chars, at);
      if (end > at) {
        if (depth == 0 && chars[at] == '"') {
          tokens.add(new Token("\"", at, Math.min(end + 1, chars.length)));
        }
        at = end;
      } else if (chars[at] == '(' || chars[at] == '[') {
        depth++;
      } else if (chars[at] == ')' || chars[at] == ']') {
        depth--;
        if (depth == 0) {
          tokens.add(new Token(")", at, at + 1));
        }
      } else if (depth == 0 && Character.isJavaIdentifierStart(chars[at])) {
        int start = at;
        while (at + 1 < chars.length && Character.isJavaIdentifierPart(chars[at + 1])) {
          at++;
        }
        String word = text.substring(start, at + 1).toLowerCase(Locale.ROOT);
        tokens.add(new Token(word, start, at + 1));
      } else if (depth == 0 && !Character.isWhitespace(chars[at])) {
        tokens.add(new Token(String.valueOf(chars[at]), at, at + 1));
      }
    }
    return tokens;
  }

  private static String withoutComments(String text) {
    StringBuilder kept = new StringBuilder();
    char[] chars = text.toCharArray();
    for (int at = 0; at < chars.length; at++) {
      int end = SqlTemplate.endOfText(chars, at);
      boolean comment = chars[at] == '-' || chars[at] == '/';
      if (end > at && comment) {
        kept.append(' ');
      } else {
        kept.append(chars, at, Math.min(end, chars.length - 1) + 1 - at);
      }
      at = end;
    }
    return kept.toString();
  }
}
