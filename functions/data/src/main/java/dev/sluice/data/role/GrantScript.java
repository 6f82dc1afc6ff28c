package dev.sluice.data.role;

import dev.sluice.call.RelationName;
import dev.sluice.catalog.RelationDeclaration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the SQL that makes a role fit to read for Sluice: what a catalogue exposes, and nothing
 * else. It is to be run by a superuser or the owner of the database, as often as one likes: each
 * run takes away what the role was granted before.
 */
public final class GrantScript {
  private static final int MOST_CONNECTIONS = 100_000;

  /** PostgreSQL cuts a longer name. */
  private static final int MOST_ROLE_CHARS = 63;

  private GrantScript() {}

  /**
   * How the role logs in.
   *
   * @param connections of all environments together to one server, 1 to 100,000
   * @param byIam whether by IAM, in RDS or Aurora, and by no password
   */
  public record Login(int connections, boolean byIam) {
    /** By a password that the owner sets. */
    public static final Login USUAL = new Login(100, false);

    /** Throws {@link IllegalArgumentException} on a number out of range. */
    public Login {
      if (connections < 1 || connections > MOST_CONNECTIONS) {
        throw new IllegalArgumentException(
            "connections: " + connections + ", not 1 to " + MOST_CONNECTIONS);
      }
    }
  }

  /** The same for a role that logs in as is usual. */
  public static String of(Collection<RelationDeclaration> relations, String role) {
    return of(relations, role, Login.USUAL);
  }

  /**
   * The script for one role.
   *
   * @param role its name as the database has it; made when it is not there, without a password
   * @throws IllegalArgumentException when it cannot be a role's name
   */
  public static String of(Collection<RelationDeclaration> relations, String role, Login login) {
    if (role.isBlank() || role.length() > MOST_ROLE_CHARS || role.indexOf('$') >= 0) {
      throw new IllegalArgumentException(
          "'" + role + "' cannot be the role: 1 to " + MOST_ROLE_CHARS + " characters, no $");
    }
    List<RelationDeclaration> sorted =
        relations.stream().sorted((a, b) -> a.name().compareTo(b.name())).toList();
    String name = RelationName.quoted(role);
    return (HEAD + (login.byIam() ? BY_IAM : ""))
            .replace("{how}", login.byIam() ? LET_IN_BY_IAM : LET_IN_BY_PASSWORD)
            .replace("{connections}", String.valueOf(login.connections()))
            .replace("{role}", name)
            .replace("{role text}", literal(role))
        + "\n-- What the catalogue exposes.\n"
        + sorted.stream()
            .map(relation -> relation.name().schema())
            .distinct()
            .map(schema -> "grant usage on schema " + RelationName.quoted(schema) + " to " + name)
            .collect(Collectors.joining(";\n", "", ";\n"))
        + sorted.stream()
            .map(relation -> grant(relation, name))
            .collect(Collectors.joining(";\n", "", ";\n"))
        + FUNCTIONS
            .replace("{role text}", literal(role))
            .replace("{dangerous}", DangerousFunctions.CONDITION.indent(6).strip())
        + "commit;\n";
  }

  private static String grant(RelationDeclaration relation, String role) {
    return relation.columns().stream()
        .map(RelationName::quoted)
        .collect(
            Collectors.joining(
                ", ", "grant select (", ") on " + relation.name().sql() + " to " + role));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static final String LET_IN_BY_PASSWORD =
      "The role has no password: set one with \\password, or use another way to log in.";

  private static final String LET_IN_BY_IAM =
      "The role is let in by IAM, in RDS or Aurora alone, and has no password.";

  private static final String BY_IAM =
      """

      -- Let in by a token of IAM, and from then on by nothing else.
      grant rds_iam to {role};
      alter role {role} password null;
      """;

  private static final String HEAD =
      """
      -- Makes the role with which Sluice reads, and gives it what the catalogue exposes: nothing else.
      -- Run it as a superuser or the owner of the database, once more after each change of
      -- relations.yaml. {how}
      begin;
      set local standard_conforming_strings = on;
      do $sluice$
      begin
        if not exists (select from pg_catalog.pg_roles where rolname = {role text}) then
          create role {role};
        end if;
      end $sluice$;
      alter role {role} login nocreatedb nocreaterole noinherit connection limit {connections};
      do $sluice$
      begin
        -- Where only a superuser may say these, they are what a new role has.
        if (select rolsuper or rolreplication or rolbypassrls from pg_catalog.pg_roles
            where rolname = {role text}) then
          alter role {role} nosuperuser noreplication nobypassrls;
        end if;
      end $sluice$;

      -- For whoever logs in as this role by hand; Sluice sets its own in each session.
      alter role {role} set default_transaction_read_only = on;
      alter role {role} set row_security = on;
      alter role {role} set statement_timeout = '30s';
      alter role {role} set lock_timeout = '1s';
      alter role {role} set idle_in_transaction_session_timeout = '30s';

      -- What it was granted before, and what everybody may create.
      do $sluice$
      declare
        schema text;
      begin
        execute pg_catalog.format('grant connect on database %I to %I', pg_catalog.current_database(), {role text});
        for schema in
          select nspname from pg_catalog.pg_namespace
          where nspname <> 'information_schema' and not pg_catalog.starts_with(nspname, 'pg_')
        loop
          execute pg_catalog.format('revoke all on schema %I from %I', schema, {role text});
          execute pg_catalog.format('revoke create on schema %I from public', schema);
          execute pg_catalog.format('revoke all on all tables in schema %I from %I', schema, {role text});
          execute pg_catalog.format('revoke all on all sequences in schema %I from %I', schema, {role text});
          execute pg_catalog.format('revoke all on all routines in schema %I from %I', schema, {role text});
        end loop;
      end $sluice$;
      """;

  private static final String FUNCTIONS =
      """

      -- Functions that write in spite of a read-only transaction, or reach out of the database, are
      -- taken from everybody; the other roles there are now keep them. A later one needs a grant.
      do $sluice$
      declare
        routine text;
        other text;
      begin
        for routine in
          select p.oid::pg_catalog.regprocedure::text
          from pg_catalog.pg_proc p
          where {dangerous}
            and exists (
              select from pg_catalog.aclexplode(
                coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
              where a.grantee = 0)
        loop
          for other in
            select rolname from pg_catalog.pg_roles
            where rolname <> {role text} and not pg_catalog.starts_with(rolname, 'pg_')
          loop
            execute pg_catalog.format('grant execute on function %s to %I', routine, other);
          end loop;
          execute pg_catalog.format('revoke execute on function %s from public', routine);
        end loop;
      end $sluice$;
      """;
}
