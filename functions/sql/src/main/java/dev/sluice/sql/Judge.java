package dev.sluice.sql;

import dev.sluice.call.Deadline;
import dev.sluice.call.RelationName;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a statement may run: one statement, by PostgreSQL 17's own grammar, that only reads
 * what a policy exposes and only calls what is known to compute.
 *
 * <p>It is one layer of several. It does not see through operators, casts and functions that a
 * database resolves in its own way: the role that runs the statement must have no more rights than
 * the policy gives, and the session must only read, with pg_catalog first on its search path.
 *
 * <p>Safe for use by several threads. Verdicts depend on nothing but text, policy and use, and are
 * kept: a statement that was judged before takes microseconds.
 */
public final class Judge {
  private static final Duration WARMING_LIMIT = Duration.ofSeconds(30);

  private static final RelationName WARMING_RELATION = new RelationName("public", "warming");

  /** Touches most of the grammar and of the walk. */
  private static final List<String> WARMING =
      List.of(
          """
          with a as (select w.id, count(*) filter (where w.at > now()) as n from public.warming w
            left join warming x using (id) where w.id in (1, 2) and lower(w.name) like 'a%'
            group by w.id having count(*) > 1)
          select a.id, a.n::numeric(10, 2) / 2 as half, rank() over (order by a.n desc),
            case when a.n is null then 'none' else 'some' end
          from a, lateral (select 1 as one) l order by 2 desc, a.id limit 10
          """,
          "select * from nowhere", "selec 1");

  private final Limits limits;
  private final Parsers parsers;
  private final TreeReader trees;
  private final Map<String, Verdict> kept;

  /** A judge with the usual limits. It makes its first parser with its first statement. */
  public Judge() {
    this(Limits.DEFAULT);
  }

  /** A judge with limits of its own. */
  public Judge(Limits limits) {
    this.limits = limits;
    parsers = new Parsers(limits.parsers());
    trees = new TreeReader(limits);
    kept =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<String, Verdict> eldest) {
                return size() > limits.keptVerdicts();
              }
            });
  }

  /**
   * The verdict on a text.
   *
   * @param text must be run as it is, to the last character, if it is allowed
   * @param deadline when it ends before the verdict is found, the statement is refused for that,
   *     and judged anew the next time
   */
  public Verdict judge(String text, Policy policy, Use use, Deadline deadline) {
    // Before it is hashed, for a text may be of any size.
    if (text.length() > limits.textBytes()) {
      return tooLong();
    }
    String key = Sha256.hex(text, policy.hash(), use.name());
    @Nullable Verdict before = kept.get(key);
    if (before != null) {
      return before;
    }
    byte[] bytes = encoded(text);
    if (bytes == null) {
      return refused(
          "the text", "it holds half of a character or a NUL character", "leave that out");
    }
    if (bytes.length > limits.textBytes()) {
      return tooLong();
    }
    if (words(bytes) > limits.words()) {
      return refused(
          "the size of the statement",
          "it has more than " + limits.words() + " words and signs",
          "ask for less at once, in several statements");
    }
    Verdict verdict;
    try {
      verdict = judge(bytes, policy, use, deadline);
    } catch (TimeoutException | Walk.OverdueException _) {
      return refused(
          "the time of the call",
          "it ended before the statement was judged",
          "call again, or write a shorter statement");
    } catch (Grammar.TrapException _) {
      // Not kept: memory may have been short for another reason.
      return refused(
          "the statement",
          "it nests too deep or is too large for the parser",
          "write it flatter, or in several statements");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return refused("the call", "it was ended before the statement was judged", "call again");
    }
    kept.put(key, verdict);
    return verdict;
  }

  /** Makes a parser ready, so that a snapshot holds it and no caller waits for it. */
  public void warm() {
    Policy policy =
        Policy.of(
            Map.of(WARMING_RELATION, new Exposed(List.of("id", "name", "at"), Set.of("name"))));
    Deadline deadline = Deadline.after(WARMING_LIMIT, InstantSource.system());
    WARMING.forEach(text -> judge(text, policy, Use.AD_HOC, deadline));
  }

  private Verdict judge(byte[] bytes, Policy policy, Use use, Deadline deadline)
      throws TimeoutException, InterruptedException {
    try {
      return switch (parsers.parse(bytes, deadline)) {
        case Grammar.Outcome.SyntaxError(String message, int position) ->
            new Verdict.Refused(
                "the syntax",
                position,
                "PostgreSQL says: " + message,
                "mend the statement there; it must be PostgreSQL 17's SQL");
        case Grammar.Outcome.Tree(byte[] json) ->
            new Analysis(policy, use, limits, deadline).judge(trees.statements(json));
      };
    } catch (RefusalException e) {
      return e.at(position(bytes, e.offset()));
    }
  }

  private Verdict tooLong() {
    return refused(
        "the length of the statement",
        "it has more than " + limits.textBytes() + " bytes",
        "ask for less at once, in several statements");
  }

  private static Verdict refused(String construct, String reason, String remedy) {
    return new Verdict.Refused(construct, 0, reason, remedy);
  }

  /** UTF-8, or null for what has none or what the grammar would end at. */
  private static byte @Nullable [] encoded(String text) {
    if (text.indexOf('\0') >= 0) {
      return null;
    }
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /**
   * About how many words and signs there are; what is in single quotes counts as one. It need not
   * be exact: it keeps texts away that would take long, and a deadline stops those that come
   * through.
   */
  private static int words(byte[] bytes) {
    int words = 0;
    boolean quoted = false;
    boolean inWord = false;
    for (byte b : bytes) {
      quoted ^= b == '\'';
      boolean isPart = b < 0 || b == '_' || b == '$' || Character.isLetterOrDigit(b);
      boolean isSpace = b >= 0 && b <= ' ';
      boolean starts = isPart ? !inWord : !isSpace;
      words += starts && !quoted ? 1 : 0;
      inWord = isPart;
    }
    return words;
  }

  /** The character, from 1, in which a byte is; 0 for none. */
  private static int position(byte[] bytes, int offset) {
    if (offset < 0 || offset >= bytes.length) {
      return 0;
    }
    int position = 0;
    for (int i = 0; i <= offset; i++) {
      boolean startsCharacter = (bytes[i] & 0xC0) != 0x80;
      position += startsCharacter ? 1 : 0;
    }
    return position;
  }
}
