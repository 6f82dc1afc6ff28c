package dev.sluice.data.role;

/**
 * What a reading role must not have. A superuser may do everything, and that alone is told of it.
 */
public final class Excess {
  /**
   * Asks for everything too much that the current role has, a line each. Parameters: three arrays
   * of one length, the schema, relation and column of everything exposed.
   *
   * <p>Read from the grants themselves and not by {@code has_table_privilege}, so that a line can
   * say to whom the privilege was granted; what comes by way of another role is told as that role.
   * Membership in {@code rds_iam} is how a role logs in to RDS without a password, and membership
   * in {@code pg_read_all_stats} lets it see how far a replica has come: both may stay.
   */
  public static final String QUERY =
      """
      with me as materialized (
        select r.* from pg_catalog.pg_roles r where r.rolname = current_user
      ), exposed as materialized (
        select * from unnest(?::pg_catalog.text[], ?::pg_catalog.text[], ?::pg_catalog.text[])
          as e(nspname, relname, attname)
      ), relation as materialized (
        select c.oid, n.nspname, c.relname, c.relkind, c.relowner, c.relacl,
          pg_catalog.format('%I.%I', n.nspname, c.relname) as name
        from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
          and n.nspname <> 'information_schema' and not pg_catalog.starts_with(n.nspname, 'pg_')
          and not exists (
            select from pg_catalog.pg_depend d
            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
              and d.objid = c.oid and d.deptype = 'e')
      ), granted as materialized (
        select r.*, a.privilege_type as privilege, null::pg_catalog.name as attname,
          case when a.grantee = 0 then ' (granted to PUBLIC)' else '' end as whom
        from me, relation r, pg_catalog.aclexplode(r.relacl) a
        where r.relowner <> me.oid and a.grantee in (0, me.oid)
        union all
        select r.*, a.privilege_type, t.attname,
          case when a.grantee = 0 then ' (granted to PUBLIC)' else '' end
        from me, relation r
          join pg_catalog.pg_attribute t on t.attrelid = r.oid and t.attnum > 0,
          pg_catalog.aclexplode(t.attacl) a
        where r.relowner <> me.oid and t.attacl is not null and a.grantee in (0, me.oid)
      ), readable as (
        select g.name, g.nspname, g.relname, t.attname, g.whom
        from granted g
          join pg_catalog.pg_attribute t on t.attrelid = g.oid and t.attnum > 0
            and not t.attisdropped and t.attname = coalesce(g.attname, t.attname)
        where g.privilege = 'SELECT' and g.relkind <> 'S'
      ), unexposed as (
        select r.name, r.whom, pg_catalog.string_agg(distinct r.attname, ', ') as columns,
          exists (select from exposed e where (e.nspname, e.relname) = (r.nspname, r.relname))
            as known
        from readable r
        where (r.nspname, r.relname, r.attname) not in (select * from exposed)
        group by r.name, r.nspname, r.relname, r.whom
      ), found(place, line) as (
        select 1, 'may ' || attribute
        from me, lateral (values
          (me.rolbypassrls, 'pass row-level security by (BYPASSRLS)'),
          (me.rolcreaterole, 'make roles (CREATEROLE)'),
          (me.rolcreatedb, 'make databases (CREATEDB)'),
          (me.rolreplication, 'copy the whole server (REPLICATION)')) as a(has, attribute)
        where has
        union all
        select 2, 'is a member of ' || r.rolname
        from me
          join pg_catalog.pg_auth_members m on m.member = me.oid
          join pg_catalog.pg_roles r on r.oid = m.roleid
        where r.rolname not in ('rds_iam', 'pg_read_all_stats')
        union all
        select 3, 'owns ' || r.name from me join relation r on r.relowner = me.oid
        union all
        select 3, 'owns the schema ' || n.nspname
        from me join pg_catalog.pg_namespace n on n.nspowner = me.oid
        union all
        select 3, 'owns the database' from me
          join pg_catalog.pg_database d on d.datdba = me.oid
        where d.datname = pg_catalog.current_database()
        union all
        select 4, 'has CREATE on the schema ' || n.nspname
        from pg_catalog.pg_namespace n
        where pg_catalog.has_schema_privilege(n.oid, 'create')
        union all
        select 4, 'has CREATE on the database'
        where pg_catalog.has_database_privilege(pg_catalog.current_database(), 'create')
        union all
        select 5, 'has ' || pg_catalog.string_agg(distinct g.privilege, ', ' order by g.privilege)
          || ' on ' || g.name || g.whom
        from granted g
        where g.privilege <> 'SELECT' or g.relkind = 'S'
        group by g.name, g.whom
        union all
        select 6, 'may read ' || u.name || case when u.known then ' (' || u.columns || ')' else '' end
          || ', which relations.yaml does not expose' || u.whom
        from unexposed u
        union all
        select 7, 'may call ' || p.oid::pg_catalog.regprocedure::pg_catalog.text
        from pg_catalog.pg_proc p
        where {dangerous}
          and pg_catalog.has_function_privilege(p.oid, 'execute')
        union all
        select 8, 'may call ' || p.oid::pg_catalog.regprocedure::pg_catalog.text
          || ', which runs with the rights of ' || o.rolname
        from pg_catalog.pg_proc p
          join pg_catalog.pg_namespace n on n.oid = p.pronamespace
          join pg_catalog.pg_roles o on o.oid = p.proowner
        where p.prosecdef and n.nspname <> 'information_schema'
          and not pg_catalog.starts_with(n.nspname, 'pg_')
          and pg_catalog.has_schema_privilege(n.oid, 'usage')
          and pg_catalog.has_function_privilege(p.oid, 'execute')
        union all
        select 9, 'may use the foreign server ' || s.srvname
        from pg_catalog.pg_foreign_server s
        where pg_catalog.has_server_privilege(s.oid, 'usage')
      )
      select line from (
        select 0 as place, 'is a superuser' as line from me where me.rolsuper
        union all
        select f.place, f.line from found f, me where not me.rolsuper) told
      order by place, line
      """
          .replace("{dangerous}", DangerousFunctions.CONDITION.indent(6).strip());

  private Excess() {}
}
