--! technique tenant-plain: another tenant's rows, asked for
--! tells Customer#000000004
select c_name from customer where c_mktsegment = 'MACHINERY' order by c_custkey limit 1
--!
select max(c_name) filter (where c_custkey = 4) from customer
--!
select o_orderkey, c_name from orders join customer on c_custkey = o_custkey where c_custkey = 4

--! technique tenant-forged: a claim that the attacker sets
--! tells Customer#000000004
set sluice.tenant = 'MACHINERY'; select c_name from customer where c_custkey = 4
--!
select set_config('sluice.tenant', 'MACHINERY', false); select c_name from customer where c_custkey = 4
--!
begin; set local sluice.tenant to 'MACHINERY'; select c_name from customer where c_custkey = 4; commit

--! technique tenant-forged-inside: the same in one statement
--! tells Customer#000000004
with s as materialized (select set_config('sluice.tenant', 'MACHINERY', false) as t) select c.c_name from s, lateral (select c_name from customer where c_custkey = 4 and s.t is not null) c
--!
select c.c_name from (select "set_config"('sluice.tenant', 'MACHINERY', true) as t offset 0) s, lateral (select c_name from customer where c_custkey = 4 and t <> '' offset 0) c
--!
select case when set_config('sluice.scopes', '*', false) = '*' then (select c_name from customer where c_custkey = 4 and random() < 2) end

--! technique scope-forged: more scopes than were granted
--! tells Customer#000000004
set sluice.scopes = '*'; select c_name from customer where c_custkey = 4
--!
select set_config('sluice.scopes', 'query.read *', false); select c_name from customer where c_custkey = 4

--! technique claim-left: a claim that the next caller has, too
--! session select current_setting('sluice.tenant', true)
select set_config('sluice.tenant', 'HOUSEHOLD', false)
--!
set sluice.tenant to 'HOUSEHOLD'
--!
set session "sluice.tenant" = 'HOUSEHOLD'
--! session select current_setting('sluice.subject', true)
select set_config('sluice.subject', 'somebody else', false)

--! technique policy-lifted: the rule itself is changed
--! given alter table customer enable row level security
--! given alter table customer force row level security
--! changed select relrowsecurity::text || relforcerowsecurity from pg_class where relname = 'customer'
alter table customer disable row level security
--!
alter table customer no force row level security
--! given drop policy if exists open on customer
--! changed select count(*) from pg_policy
create policy open on customer using (true)

--! technique policy-bypassed: a role that the rule does not bind
--! given drop policy if exists open on customer
--! given alter table customer enable row level security
--! given alter table customer force row level security
--! tells Customer#000000004
set role careless; select c_name from customer where c_custkey = 4
--!
select set_config('role', 'careless', false); select c_name from customer where c_custkey = 4
--!
select run('select c_name from customer where c_custkey = 4')
--!
select n from dblink('loopback', 'select c_name from customer where c_custkey = 4') as t(n text)

--! technique policy-told: that another tenant's row exists, told by an error
--! tells already exists
insert into customer select 4, 'x', 'x', 1, 'x', 0, 'BUILDING', 'x'
--! tells (c_custkey|still referenced|violates foreign key)
insert into orders select 0, 999999999, 'O', 0, '1998-01-01', 'x', 'x', 0, 'x'

--! technique policy-leaky: a condition that is tried on rows before the rule
--! tells Customer#000000004|MACHINERY|division by zero
select 1 from customer where c_custkey = 4 and c_name::int > 0
--!
select count(*) from customer where 1 / (c_custkey - 4) >= 0
--!
select most_common_vals::text from pg_stats where attname = 'c_mktsegment'
