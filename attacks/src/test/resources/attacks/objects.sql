--! technique large-object-write: a large object, which a read-only transaction lets be made
--! changed select count(*) from pg_largeobject_metadata
select lo_create(0)
--!
select lo_creat(-1)
--!
select lo_from_bytea(0, 'kept')
--!
select "pg_catalog"."lo_from_bytea"(0, decode('00', 'hex'))
--!
select count(lo_from_bytea(0, r_name::bytea)) from region
--!
select * from lo_import('PG_VERSION')

--! technique large-object-change: somebody's large object, changed
--! changed select md5(string_agg(data, '' order by pageno)) from pg_largeobject where loid = 4712
--! given select lo_unlink(oid) from pg_largeobject_metadata where oid = 4712
--! given select lo_from_bytea(4712, 'as it was')
--! given alter large object 4712 owner to careless
select lo_put(4712, 0, 'changed')
--!
select lo_truncate(lo_open(4712, 131072), 0)
--!
select lowrite(lo_open(4712, 131072), 'changed')
--!
select lo_unlink(4712)

--! technique large-object-read: what a large object holds
--! tells opal-object|6f70616c
select convert_from(lo_get(4711), 'utf8')
--!
select encode(loread(lo_open(4711, 262144), 100), 'escape')
--!
select data from pg_largeobject where loid = 4711

--! technique large-object-export: a large object as a file of the server's
--! removes loot
--! changed select (pg_stat_file('loot', true)).size
select lo_export(4711, 'loot')
--!
select lo_export(oid, 'loot') from pg_largeobject_metadata where oid = 4711

--! technique copy-program: a program on the server's machine
--! removes loot
--! changed select (pg_stat_file('loot', true)).size
copy (select 'opal') to program 'cat > loot'
--!
COPY region FROM PROGRAM 'echo > loot; false'
--! given drop table if exists lines
--! given create table lines (line text)
--! given alter table lines owner to careless
--! changed select count(*) from lines
copy lines from program 'echo opal'
--!
copy public.lines (line) from program 'id'

--! technique copy-file: a file of the server's, by COPY
--! given drop table if exists lines
--! given create table lines (line text)
--! given alter table lines owner to careless
--! changed select count(*) from lines
copy lines from 'PG_VERSION'
--! removes loot
--! changed select (pg_stat_file('loot', true)).size
do $$ begin execute format('copy (select iban from staff_salary) to %L', current_setting('data_directory') || '/loot'); end $$
