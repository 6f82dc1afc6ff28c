--! technique insert: plainly
--! changed select count(*) from trap
insert into trap (note) values ('plain')
--!
INSERT INTO trap (note) SELECT r_name FROM region
--!
insert into trap (note) values ('plain') returning note
--!
insert into trap (id, note) values (1, 'plain'), (1, 'again') on conflict do nothing; insert into trap default values

--! technique update-delete: plainly
--! given truncate victim
--! given insert into victim values (1, 'alive'), (2, 'alive')
--! changed select string_agg(id || note, ',' order by id) from victim
update victim set note = 'dead'
--!
delete from victim where id = 1
--!
update only public.victim v set note = r_name from region where r_regionkey = id returning v.*
--!
delete from victim using region where id = r_regionkey returning note

--! technique merge: the third way to write
--! given truncate victim
--! given insert into victim values (1, 'alive'), (2, 'alive')
--! changed select string_agg(id || note, ',' order by id) from victim
merge into victim v using region r on v.id = r.r_regionkey when matched then update set note = 'merged'
--!
with m as (merge into victim v using region r on v.id = r.r_regionkey when matched then delete returning v.id) select * from m

--! technique truncate: all of it
--! given insert into victim values (1, 'alive'), (2, 'alive') on conflict do nothing
--! changed select count(*) from victim
truncate victim
--!
truncate table only public.victim restart identity

--! technique writing-cte: a WITH that writes, under a select that reads
--! changed select count(*) from trap
with w as (insert into trap (note) values ('cte') returning id) select id from w
--!
with w as (insert into trap (note) values ('cte')) select 1
--!
select * from (with w as (select 1 as a) select a from w) q, (select 2) r; with x as (insert into trap (note) values ('cte') returning 1) table x
--!
with a as (select 1), w as (insert into trap (note) select 'cte' from a returning note) select note from w union all select 'x'
--! given insert into victim values (1, 'alive'), (2, 'alive') on conflict do nothing
--! changed select string_agg(id || note, ',' order by id) from victim
with d as (delete from victim returning id) select count(*) from d
--! given truncate victim
--! given insert into victim values (1, 'alive')
with u as (update victim set note = 'cte' returning id) select count(*) from orders, u where o_orderkey = 1

--! technique explain-analyze: an EXPLAIN that runs
--! changed select count(*) from trap
explain analyze insert into trap (note) values ('explained')
--!
EXPLAIN (ANALYZE) INSERT INTO trap (note) VALUES ('explained')
--!
explain (analyze true, verbose, costs off) with w as (insert into trap (note) values ('explained') returning 1) select * from w
--!
explain (format json, analyze 1) select remember('explained')
--!
explain (costs off, "analyze" on) select remember('explained')
--!
explain (analyze false, analyze) select remember('explained')
--!
explain (wal, buffers, analyze 'on') select log_write('explained')

--! technique select-into: a table made by a select
--! given drop table if exists stolen
--! changed select count(*) from pg_class where relname = 'stolen'
select * into stolen from region
--!
SELECT r_name INTO TABLE public.stolen FROM region
--!
select * into unlogged stolen from staff_salary
--!
with r as (select * from region) select * into stolen from r
--! session select count(*) from pg_class where relname = 'stolen_too' and relnamespace = pg_my_temp_schema()
select 1 as a into temp stolen_too

--! technique create-as: a table made of a query
--! given drop table if exists stolen cascade
--! changed select count(*) from pg_class where relname = 'stolen'
create table stolen as select * from staff_salary
--!
create table stolen as table vault.api_key with no data
--!
create unlogged table if not exists public.stolen as values (1)
--!
explain analyze create table stolen as select 1
--! given drop materialized view if exists stolen_kept
--! changed select count(*) from pg_class where relname = 'stolen_kept'
create materialized view stolen_kept as select * from staff_salary
--! given drop view if exists stolen_view
--! changed select count(*) from pg_class where relname = 'stolen_view'
create or replace view stolen_view as select * from staff_salary
--! session select count(*) from pg_class where relname = 'stolen_too' and relnamespace = pg_my_temp_schema()
create temporary table stolen_too as select 1

--! technique definition: what exists is changed
--! given drop table if exists stolen cascade
--! changed select count(*) from pg_class where relname in ('stolen', 'stolen_seq')
create table stolen (a int)
--! given drop sequence if exists stolen_seq
create sequence stolen_seq
--! given create table if not exists stolen (a int)
--! given alter table stolen owner to careless
drop table stolen
--! given drop schema if exists mine
--! changed select count(*) from pg_namespace where nspname = 'mine'
create schema mine
--! given drop index if exists victim_note
--! changed select count(*) from pg_class where relname = 'victim_note'
create index victim_note on victim (note)
--! given drop type if exists colour
--! changed select count(*) from pg_type where typname = 'colour'
create type colour as enum ('red')
--! given alter table victim drop column if exists extra
--! changed select count(*) from pg_attribute where attrelid = 'victim'::regclass and not attisdropped
alter table victim add column extra int
--! given comment on table victim is null
--! changed select obj_description('victim'::regclass)
comment on table victim is 'opal'

--! technique trigger: code that runs when somebody else writes
--! given drop routine if exists spy(), spy(text)
--! changed select count(*) from pg_proc where proname = 'spy'
create function spy() returns trigger language plpgsql as $$ begin return new; end $$
--!
create or replace function public.spy(text) returns text language sql return $1
--!
create procedure spy() language sql begin atomic select 1; end
--! given drop rule if exists spy on ruled
--! changed select count(*) from pg_rules
create rule spy as on insert to ruled do instead nothing

--! technique roles: who may do what
--! given drop role if exists mallory
--! changed select count(*) from pg_roles
create role mallory login password 'x'
--!
create user mallory
--! given revoke select on ruled from public
--! changed select relacl::text from pg_class where relname = 'ruled'
grant select on ruled to public
--! given alter role finance connection limit -1
--! changed select rolconnlimit from pg_roles where rolname = 'finance'
alter role finance connection limit 3
--! given alter table victim owner to careless
--! given grant create on schema public to finance
--! changed select relowner::regrole::text from pg_class where relname = 'victim'
alter table victim owner to finance

--! technique settings-kept: a setting for everybody who comes later
--! given alter role finance reset all
--! changed select count(*) from pg_db_role_setting
alter role finance set statement_timeout = 0
--! given alter database sluice reset all
alter database sluice set application_name = 'opal'
--! given alter system reset log_statement
--! changed select count(*) from pg_file_settings where name = 'log_statement'
alter system set log_statement = 'mod'

--! technique upkeep: work for the server
--! changed select coalesce(max(last_analyze)::text, '') || coalesce(max(last_vacuum)::text, '') from pg_stat_user_tables where relname = 'victim'
analyze victim
--!
vacuum victim
--! changed select relfilenode from pg_class where relname = 'victim'
vacuum full victim
--!
cluster victim using victim_pkey
--! changed select relfilenode from pg_class where relname = 'victim_pkey'
reindex index victim_pkey
--! changed select checkpoint_lsn from pg_control_checkpoint() where not pg_is_in_recovery()
checkpoint
--! given insert into vault.api_key values ((random() * 1e9)::int, 'opal-new')
--! changed select count(*) from vault.kept_keys
refresh materialized view vault.kept_keys

--! technique extension: more of what a server can do
--! given drop extension if exists citext
--! changed select count(*) from pg_extension
create extension citext
--! given drop text search dictionary if exists spy
--! changed select count(*) from pg_ts_dict where dictname = 'spy'
create text search dictionary spy (template = simple)
--! given drop operator if exists public.~~~> (int, int)
--! changed select count(*) from pg_operator where oprname = '~~~>'
create operator public.~~~> (function = int4pl, leftarg = int, rightarg = int)
--! given drop collation if exists spy
--! changed select count(*) from pg_collation where collname = 'spy'
create collation spy from "C"
