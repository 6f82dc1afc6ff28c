package dev.sluice.attacks.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Writes statements out of a grammar of its own: most of them queries, with whatever PostgreSQL
 * knows that could do harm in any place where an expression, a relation or a statement may stand.
 * The same seed gives the same statements. Used by one thread.
 */
public final class StatementGenerator {
  private static final int MOST_DEPTH = 4;

  private static final List<String> TABLES =
      List.of("orders", "customer", "region", "nation", "public.orders", "lineitem");

  private static final List<String> HIDDEN =
      List.of(
          "staff_salary",
          "vault.api_key",
          "pg_authid",
          "pg_catalog.pg_class",
          "information_schema.tables",
          "pg_stat_activity",
          "pg_settings");

  private static final List<String> COLUMNS =
      List.of(
          "o_orderkey",
          "o_totalprice",
          "o_comment",
          "o_orderdate",
          "c_custkey",
          "c_name",
          "c_phone",
          "c_acctbal",
          "r_name",
          "n_name",
          "l_quantity",
          "*",
          "ctid",
          "xmin",
          "tableoid");

  /** What analytics uses. */
  private static final List<String> FUNCTIONS =
      List.of(
          "count(%s)",
          "sum(%s)",
          "max(%s)",
          "lower(%s::text)",
          "coalesce(%s, null)",
          "date_trunc('month', %s::timestamp)",
          "row_number() over (order by %s)",
          "string_agg(%s::text, ',')",
          "jsonb_build_object('a', %s)",
          "to_char(%s::numeric, '999')",
          "length(%s::text)",
          "percentile_cont(0.5) within group (order by %s)",
          "regexp_replace(%s::text, 'a', 'b')",
          "array_agg(%s)",
          "extract(year from now()) + %s");

  /** What must never run. */
  private static final List<String> DANGEROUS =
      List.of(
          "set_config('sluice.tenant', %s::text, false)",
          "set_config('default_transaction_read_only', 'off', false)",
          "lo_from_bytea(0, %s::text::bytea)",
          "lo_create(0)",
          "lo_unlink(%s::oid)",
          "pg_advisory_lock(7)",
          "pg_try_advisory_lock_shared(%s::bigint)",
          "nextval('trap_numbers')",
          "setval('trap_numbers', 99)",
          "pg_notify('fuzz', %s::text)",
          "query_to_xml('delete from victim', true, false, '')",
          "pg_logical_emit_message(false, 'fuzz', %s::text)",
          "txid_current()",
          "pg_terminate_backend(pg_backend_pid())",
          "pg_sleep(0.01)",
          "pg_read_file('PG_VERSION')",
          "dblink_exec('dbname=sluice', 'delete from victim')",
          "remember(%s::text)",
          "public.remember('fuzz')",
          "pg_create_restore_point('fuzz')",
          "ts_stat('select 1')",
          "cursor_to_xml('c', 1, true, false, '')");

  private static final List<String> COMMANDS =
      List.of(
          "insert into trap (note) values ('fuzz')",
          "update victim set note = 'fuzz'",
          "delete from victim",
          "truncate victim",
          "drop table victim",
          "create table fuzz_made (a int)",
          "create temp table fuzz_temp as select 1",
          "create function fuzz() returns int language sql as 'select 1'",
          "alter table victim add column fuzz int",
          "alter role current_user set statement_timeout = 0",
          "grant all on victim to public",
          "comment on table victim is 'fuzz'",
          "do $x$ begin delete from victim; end $x$",
          "call clean('fuzz')",
          "copy victim from stdin",
          "copy (select 1) to program 'true'",
          "set role postgres",
          "set session characteristics as transaction read write",
          "set local sluice.tenant = 'other'",
          "reset all",
          "begin",
          "commit",
          "rollback",
          "savepoint a",
          "lock table victim",
          "listen fuzz",
          "notify fuzz",
          "prepare p as delete from victim",
          "execute p",
          "declare c cursor with hold for select 1",
          "vacuum",
          "analyze victim",
          "refresh materialized view vault.kept_keys",
          "discard all",
          "checkpoint",
          "load 'auto_explain'",
          "security label on table victim is 'x'",
          "merge into victim l using (select 1 a) s on true when matched then delete",
          "select * into fuzz_into from region",
          "explain analyze delete from victim",
          "explain (analyze) select remember('fuzz')");

  private static final List<String> OPERATORS =
      List.of("=", "<>", "<", "+", "||", "like", "is distinct from", "and", "or", "~", "@>", "->>");

  private static final List<String> LITERALS =
      List.of(
          "1",
          "'a'",
          "null",
          "true",
          "$$;delete from victim$$",
          "e'\\';'",
          "U&'d!0061t' uescape '!'",
          "'{1,2}'::int[]",
          "interval '1 day'",
          "0x1F",
          "1e308",
          "B'101'",
          "'public.victim'::regclass",
          "current_user",
          "current_date");

  private final SplittableRandom random;

  /** Statements of one seed. */
  public StatementGenerator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The next statement. */
  public String next() {
    String statement =
        switch (random.nextInt(20)) {
          case 0 -> pick(COMMANDS);
          case 1 -> query(0) + "; " + pick(COMMANDS);
          case 2 -> pick(COMMANDS) + "; " + query(0);
          case 3 -> "with w as (" + pick(COMMANDS) + " returning *) " + query(1);
          case 4 -> "explain " + pick(List.of("", "analyze ", "(format json) ")) + query(0);
          case 5 -> "values (" + expression(0) + ", " + expression(1) + ")";
          case 6 -> "table " + relation(MOST_DEPTH);
          default -> query(0);
        };
    return disguise(statement);
  }

  private String query(int depth) {
    StringBuilder sql = new StringBuilder();
    if (depth < 2 && chance(6)) {
      sql.append("with ").append(chance(2) ? "recursive " : "");
      sql.append("w as (").append(query(depth + 1)).append(") ");
    }
    sql.append("select ").append(chance(8) ? "distinct " : "");
    sql.append(list(() -> expression(depth + 1) + (chance(3) ? " as a" : "")));
    if (chance(20)) {
      sql.append(" into fuzz_into");
    }
    sql.append(" from ").append(list(() -> relation(depth + 1)));
    if (chance(2)) {
      sql.append(" where ").append(expression(depth + 1));
    }
    if (chance(5)) {
      sql.append(" group by ").append(chance(2) ? "1" : expression(MOST_DEPTH));
    }
    if (chance(12)) {
      sql.append(" having ").append(expression(depth + 2));
    }
    if (depth < 3 && chance(10)) {
      sql.append(pick(List.of(" union all ", " union ", " except ", " intersect ")));
      sql.append(query(depth + 2));
    }
    if (chance(4)) {
      sql.append(" order by ").append(chance(2) ? "1" : expression(depth + 2));
    }
    if (chance(4)) {
      sql.append(" limit ").append(chance(4) ? expression(depth + 2) : "5");
    }
    if (chance(25)) {
      sql.append(pick(List.of(" for update", " for share skip locked", " for no key update")));
    }
    return sql.toString();
  }

  private String relation(int depth) {
    int kind = random.nextInt(depth >= MOST_DEPTH ? 6 : 12);
    return switch (kind) {
      case 0 -> pick(HIDDEN);
      case 6 -> "(" + query(depth + 1) + ") as s";
      case 7 ->
          relation(depth + 1) + " join " + relation(depth + 1) + " on " + expression(depth + 1);
      case 8 -> dangerous(depth) + " as f";
      case 9 -> "generate_series(1, 3) as g(" + pick(List.of("o_orderkey", "c_phone", "n")) + ")";
      case 10 -> "lateral (" + query(depth + 1) + ") as l";
      case 11 -> "w";
      default ->
          pick(TABLES)
              + (chance(4) ? " as t" : "")
              + (chance(15) ? " tablesample system (50)" : "");
    };
  }

  private String expression(int depth) {
    int kind = random.nextInt(depth >= MOST_DEPTH ? 6 : 16);
    return switch (kind) {
      case 0, 1, 2, 3 ->
          (chance(5) ? pick(List.of("t.", "s.", "orders.", "public.orders.")) : "") + pick(COLUMNS);
      case 4, 5 -> pick(LITERALS);
      case 6, 7, 8 -> pick(FUNCTIONS).replace("%s", expression(depth + 1));
      case 9 -> dangerous(depth);
      case 10 -> "(" + query(depth + 1) + ")";
      case 11 -> "case when " + expression(depth + 1) + " then " + expression(depth + 1) + " end";
      case 12 -> "exists (" + query(depth + 1) + ")";
      case 13 ->
          "("
              + expression(depth + 1)
              + ")::"
              + pick(List.of("text", "int", "regclass", "xml", "jsonb", "oid", "victim"));
      case 14 -> "array[" + expression(depth + 1) + "]";
      default ->
          "(" + expression(depth + 1) + " " + pick(OPERATORS) + " " + expression(depth + 1) + ")";
    };
  }

  private String dangerous(int depth) {
    String call = pick(DANGEROUS).replace("%s", expression(Math.max(depth + 1, MOST_DEPTH)));
    return switch (random.nextInt(5)) {
      case 0 -> call.replaceFirst("^([a-z_]+)\\(", "\"$1\"(");
      case 1 -> call.contains(".") ? call : "pg_catalog." + call;
      case 2 -> call.toUpperCase(Locale.ROOT);
      default -> call;
    };
  }

  /** The same to PostgreSQL, and another thing to whoever looks for words. */
  private String disguise(String statement) {
    return switch (random.nextInt(10)) {
      case 0 -> "/* select 1 */ " + statement;
      case 1 -> statement + " -- end";
      case 2 -> statement + ";";
      case 3 -> statement.replace(" ", "/**/ ");
      case 4 -> "\n\t" + statement.replace(" ", "\n");
      case 5 -> mutate(statement);
      default -> statement;
    };
  }

  private String mutate(String statement) {
    StringBuilder text = new StringBuilder(statement);
    int at = random.nextInt(text.length());
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 ->
          text.insert(at, pick(List.of("'", "\"", ";", "$$", "--", "/*", "*/", "\\", "\u0000")));
      case 2 -> text.insert(at, text.substring(Math.max(0, at - 8), at));
      default -> text.setLength(at + 1);
    }
    return text.toString();
  }

  private String list(Supplier<String> item) {
    List<String> items = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return String.join(", ", items);
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
