package dev.sluice.data;

/**
 * What is asked of PostgreSQL's catalogue about relations: each a query whose cost grows with what
 * it finds, so that their number does not. Names go in as two arrays of one length, schemas and
 * names, or as two NULLs for all.
 *
 * <p>Every name is qualified, but for {@code unnest} of two arrays: that is syntax, and always
 * PostgreSQL's own.
 */
final class RelationQueries {
  /** Relations that the role may select from, or those that are asked for by name. */
  private static final String WITH_CHOSEN =
      """
      with recursive exposed as (
        select c.oid, n.nspname, c.relname, c.relkind, c.relrowsecurity, c.reltuples,
          pg_catalog.has_schema_privilege(n.oid, 'usage')
            and pg_catalog.has_any_column_privilege(c.oid, 'select') as readable
        from pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f')
          and not c.relispartition
          and n.nspname <> 'information_schema'
          and not pg_catalog.starts_with(n.nspname, 'pg_')
      ), asked as (
        select ?::pg_catalog.text[] as schemas, ?::pg_catalog.text[] as names
      ), chosen as (
        select e.* from exposed e, asked
        where (asked.schemas is null and e.readable)
          or (e.nspname, e.relname) in (select * from unnest(schemas, names))
      )
      """;

  static final String RELATIONS =
      WITH_CHOSEN
          + """
      select e.oid, e.nspname, e.relname, e.relkind, e.relrowsecurity, d.description
      from chosen e
        left join pg_catalog.pg_description d
          on d.objoid = e.oid and d.objsubid = 0
            and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
      """;

  static final String COLUMNS =
      WITH_CHOSEN
          + """
      select e.oid, a.attname, a.atttypid, not (a.attnotnull or t.typnotnull), d.description
      from chosen e
        join pg_catalog.pg_attribute a
          on a.attrelid = e.oid and a.attnum > 0 and not a.attisdropped
        join pg_catalog.pg_type t on t.oid = a.atttypid
        left join pg_catalog.pg_description d
          on d.objoid = e.oid and d.objsubid = a.attnum
            and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
      where e.readable and pg_catalog.has_column_privilege(e.oid, a.attnum, 'select')
      order by e.oid, a.attnum
      """;

  /** The types of those columns, and those that they are made of. */
  static final String TYPES =
      WITH_CHOSEN
          + """
      , needed(oid) as (
        select distinct a.atttypid
        from chosen e
          join pg_catalog.pg_attribute a
            on a.attrelid = e.oid and a.attnum > 0 and not a.attisdropped
        union
        select case when t.typtype = 'd' then t.typbasetype else t.typelem end
        from needed join pg_catalog.pg_type t using (oid)
        where t.typtype = 'd' or t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc
      )
      select t.oid, n.nspname, t.typname,
        n.nspname = any(pg_catalog.current_schemas(true)),
        case when t.typtype = 'd' then t.typbasetype end,
        case when t.typinput = 'pg_catalog.array_in'::pg_catalog.regproc then t.typelem end
      from needed
        join pg_catalog.pg_type t using (oid)
        join pg_catalog.pg_namespace n on n.oid = t.typnamespace
      """;

  /** Primary keys and references; one that touches what is not exposed is left out. */
  static final String KEYS =
      WITH_CHOSEN
          + """
      , keys as (
        select c.*, array(
            select a.attname::pg_catalog.text
            from pg_catalog.unnest(c.conkey) with ordinality as k(attnum, place)
              join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
            where pg_catalog.has_column_privilege(c.conrelid, a.attnum, 'select')
            order by k.place) as columns, array(
            select a.attname::pg_catalog.text
            from pg_catalog.unnest(c.confkey) with ordinality as k(attnum, place)
              join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum
            where pg_catalog.has_column_privilege(c.confrelid, a.attnum, 'select')
            order by k.place) as other_columns
        from chosen e join pg_catalog.pg_constraint c on c.conrelid = e.oid
        where c.contype = 'p' or (c.contype = 'f' and c.conparentid = 0)
      )
      select k.conrelid, k.columns, o.nspname, o.relname, k.other_columns
      from keys k left join exposed o on o.oid = k.confrelid
      where pg_catalog.cardinality(k.columns) = pg_catalog.cardinality(k.conkey)
        and (k.contype = 'p' or (o.oid is not null
          and pg_catalog.cardinality(k.other_columns) = pg_catalog.cardinality(k.confkey)))
      order by k.conrelid, k.conname
      """;

  static final String POLICIES =
      WITH_CHOSEN
          + """
      select p.polrelid, p.polname, p.polpermissive,
        case p.polcmd when 'r' then 'SELECT' else 'ALL' end,
        case when 0 = any(p.polroles) then '{public}'::pg_catalog.text[] else array(
          select r.rolname::pg_catalog.text from pg_catalog.pg_roles r
          where r.oid = any(p.polroles) order by r.rolname) end,
        pg_catalog.pg_get_expr(p.polqual, p.polrelid)
      from chosen e join pg_catalog.pg_policy p on p.polrelid = e.oid
      where p.polcmd in ('r', '*')
      order by p.polrelid, p.polname
      """;

  /**
   * What decides which rows the role sees: policies and views, of the relations that are asked for
   * and of all that those read. Functions and operators of somebody's own can look at anything.
   */
  static final String DECIDING =
      """
      with recursive asked as (
        select ?::pg_catalog.text[] as schemas, ?::pg_catalog.text[] as names
      ), part as (
        select p.polrelid as relation, 'pg_catalog.pg_policy'::pg_catalog.regclass as class,
          p.oid, p.polqual as condition
        from pg_catalog.pg_policy p
          join pg_catalog.pg_class c on c.oid = p.polrelid and c.relrowsecurity
        where p.polcmd in ('r', '*') and exists (
          select from pg_catalog.unnest(p.polroles) as role(oid)
          where role.oid = 0 or pg_catalog.pg_has_role(role.oid, 'usage'))
        union all
        select w.ev_class, 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid, null
        from pg_catalog.pg_rewrite w
          join pg_catalog.pg_class c on c.oid = w.ev_class and c.relkind = 'v'
      ), read(asked, relation) as (
        select c.oid, c.oid
        from asked, pg_catalog.pg_class c
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where (n.nspname, c.relname) in (select * from unnest(schemas, names))
        union
        select read.asked, d.refobjid
        from read
          join part on part.relation = read.relation
          join pg_catalog.pg_depend d on d.classid = part.class and d.objid = part.oid
            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
      )
      select n.nspname, c.relname,
        case when part.condition is null then pg_catalog.pg_get_viewdef(part.relation)
          else pg_catalog.pg_get_expr(part.condition, part.relation) end,
        exists (
          select from pg_catalog.pg_depend d
            left join pg_catalog.pg_proc f on f.oid = d.refobjid
          where d.classid = part.class and d.objid = part.oid
            and (d.refclassid = 'pg_catalog.pg_operator'::pg_catalog.regclass
              or (d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                and f.provolatile <> 'i')))
      from read
        join part on part.relation = read.relation
        join pg_catalog.pg_class c on c.oid = read.asked
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      """;

  static final String ROWS =
      WITH_CHOSEN
          + """
      select e.oid, e.nspname, e.relname,
        case when e.relkind <> 'p' then nullif(e.reltuples, -1)::pg_catalog.float8 else (
          select pg_catalog.sum(nullif(leaf.reltuples, -1)::pg_catalog.float8)
          from pg_catalog.pg_partition_tree(e.oid) part
            join pg_catalog.pg_class leaf on leaf.oid = part.relid
          where part.isleaf) end
      from chosen e
      where e.relkind <> 'v'
      """;

  static final String INDEXES =
      WITH_CHOSEN
          + """
      select i.indrelid, array(
          select a.attname::pg_catalog.text
          from pg_catalog.unnest(i.indkey) with ordinality as k(attnum, place)
            join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
          where k.place <= i.indnkeyatts
          order by k.place),
        i.indisunique,
        i.indpred is not null or i.indexprs is not null
      from chosen e
        join pg_catalog.pg_index i on i.indrelid = e.oid
        join pg_catalog.pg_class c on c.oid = i.indexrelid
      where i.indisvalid and not exists (
        select from pg_catalog.unnest(i.indkey) as k(attnum)
        where k.attnum > 0
          and not pg_catalog.has_column_privilege(i.indrelid, k.attnum, 'select'))
      order by i.indrelid, c.relname
      """;

  private RelationQueries() {}
}
