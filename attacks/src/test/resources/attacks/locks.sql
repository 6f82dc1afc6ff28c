--! technique advisory-lock: a lock that no rollback takes off
--! blocks select pg_advisory_lock(42)
select pg_advisory_lock(42)
--!
select pg_try_advisory_lock(42)
--!
select "pg_catalog"."pg_advisory_lock"(42::bigint)
--!
select count(pg_advisory_lock(40 + r_regionkey)) from region
--!
select l from generate_series(42, 42) g, lateral pg_try_advisory_lock(g) l
--! blocks select pg_advisory_lock(4, 2)
select pg_advisory_lock(4, 2)
--! blocks select pg_advisory_lock(42)
select pg_advisory_lock_shared(42)
--!
select pg_sleep(0.5) from (select pg_advisory_xact_lock(42) offset 0) l

--! technique row-lock: rows that others may not change
--! blocks update victim set note = 'mine' where id = 1
--! given insert into victim values (1, 'alive') on conflict do nothing
begin; select * from victim for update
--!
select pg_sleep(0.5) from (select id from victim where id = 1 for update) v
--!
begin; select id from victim for no key update nowait
--!
with l as materialized (select id from victim for update skip locked) select pg_sleep(0.5) from l
--!
select v.id, pg_sleep(0.5) from victim v for share of v

--! technique row-lock-writes: a lock on a row is written into the row
--! given truncate victim
--! given insert into victim values (1, 'alive')
--! changed select xmax from victim where id = 1
select * from victim where id = 1 for update
--!
select id from victim for key share
--!
table victim for share

--! technique table-lock: a table that nobody else may use
--! blocks select * from victim
begin; lock table victim in access exclusive mode
--!
begin; lock victim
--! blocks insert into victim values (77, 'x') on conflict do nothing
begin; lock table only public.victim in share mode nowait

--! technique writer-lock: a write that is not ended
--! given insert into victim values (1, 'alive') on conflict do nothing
--! blocks update victim set note = 'mine' where id = 1
begin; update victim set note = 'held' where id = 1
--!
begin; alter table victim alter note set default 'x'
--! blocks select * from victim
begin; truncate victim

--! technique read-transaction: a read that is not ended, and stops every change of the table
--! blocks begin; lock table region in access exclusive mode; rollback
begin; select count(*) from region
--!
start transaction isolation level serializable, read write; select r_name from region
--!
select count(pg_sleep(0.1)) from region
