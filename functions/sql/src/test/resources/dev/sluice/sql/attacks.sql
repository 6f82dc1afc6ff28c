--! technique stacked: more than one statement
select 1; select 2
--!
select 1; insert into orders values (1)
--!
commit; insert into orders values (1)
--!
select 1;;; drop table orders;
--!
; ; select 1; commit
--!
select '1;'; delete from orders --
--! technique stacked in comments: what looks like a comment and is none
select 1 /* /* nested */ */; delete from orders
--!
select 1 -- x
; delete from orders
--! technique stacked in quotes: what looks quoted and is not
select $a$ $$ $a$; drop table orders; select $a$x$a$
--!
select E'\''; drop table orders; --'
--!
select '\'; drop table orders; --'
--! technique nothing: no statement at all

--!
;
--!
-- only a comment
--! technique writing
insert into orders (o_orderkey) values (1)
--!
insert into orders select * from orders returning *
--!
update orders set o_clerk = 'x'
--!
delete from orders where true returning *
--!
merge into orders using customer on true when matched then delete
--!
truncate orders
--! technique writing in WITH
with x as (delete from orders returning *) select * from x
--!
with x as (insert into orders values (1) returning o_orderkey) select 1
--!
with x as (update orders set o_clerk = '' returning 1) select count(*) from x
--!
with x as (select 1) insert into orders select * from x
--!
select * from (with y as (delete from orders returning *) select * from y) z
--!
select (with y as (update orders set o_clerk = '' returning 1) select 1)
--!
with x as (merge into orders using customer on true when matched then delete returning 1) select 1
--! technique making relations
select * into copy from orders
--!
select * into temp copy from orders
--!
create table x as select 1
--!
create temp view v as select * from orders
--!
create materialized view v as select 1
--!
select 1 into unlogged table x
--!
(select 1 into x) union all select 2
--! technique schema changes
drop table orders
--!
alter table orders disable row level security
--!
create function f() returns int language sql as 'select 1'
--!
create extension dblink
--!
grant all on orders to public
--!
reindex table orders
--!
comment on table orders is 'x'
--! technique code blocks
do $$ begin perform 1; end $$
--!
call p()
--!
load 'x'
--! technique files
copy orders to '/tmp/x'
--! technique programs of the server
copy (select * from orders) to program 'curl x'
--!
copy orders from stdin
--!
select pg_read_file('/etc/passwd')
--!
select "pg_read_file"('/etc/passwd')
--!
select pg_catalog.pg_read_file('/etc/passwd')
--!
select pg_read_binary_file('/etc/passwd')
--! technique folders of the server
select * from pg_ls_dir('/')
--!
select * from pg_stat_file('postgresql.conf')
--!
select pg_ls_waldir()
--!
select pg_file_write('x', 'y', true)
--! technique escaped names
select U&"pg_re\0061d_file"('/etc/passwd')
--!
select u&"pg!005fread!005ffile" uescape '!' ('/etc/passwd')
--!
select * from U&"\0070g_catalog".pg_authid
--!
select PG_READ_FILE('/etc/passwd')
--!
select pg_catalog . /* x */ pg_sleep (1)
--!
select "pg_catalog"."pg_sleep"(1)
--! technique functions in FROM
select * from pg_sleep(1)
--! technique functions in clauses
select 1 from orders where pg_sleep(1) is null
--!
select 1 from orders order by pg_sleep(1)
--!
select 1 from orders group by pg_sleep(1)
--!
select count(*) from orders having pg_sleep(1) is null
--!
select 1 from orders join customer on pg_sleep(1) is null
--!
select 1 limit (select 1 from pg_sleep(1))
--!
select 1 offset (pg_sleep(1) is null)::int
--! technique functions inside expressions
select case when true then pg_sleep(1) end
--!
select coalesce(null, pg_sleep(1))
--!
select array[pg_sleep(1)]
--!
select (array[1])[length(pg_sleep(1)::text)]
--! technique functions in windows and aggregates
select sum(1) over (order by pg_sleep(1)) from orders
--!
select sum(1) over w from orders window w as (partition by pg_sleep(1))
--!
select count(*) filter (where pg_sleep(1) is null) from orders
--!
select string_agg('x', ',' order by pg_sleep(1)) from orders
--! technique functions in rows and lists
values (pg_sleep(1))
--!
select distinct on (pg_sleep(1)) 1
--!
select row(pg_sleep(1))
--!
select 1 where 1 in (1, length(pg_sleep(1)::text))
--! technique functions in ROWS FROM and TABLESAMPLE
select * from rows from (generate_series(1, 2), pg_sleep(1)) x
--!
select * from orders tablesample bernoulli (length(pg_sleep(1)::text))
--!
select * from orders tablesample system (1) repeatable (length(pg_sleep(1)::text))
--! technique functions in arms, LATERAL and WITH
select 1 union select 2 where pg_sleep(1) is null
--!
select * from orders, lateral (select pg_sleep(1)) x
--!
with x as (select pg_sleep(1)) select 1
--!
select greatest(1, length(pg_sleep(1)::text)), nullif(pg_sleep(1)::text, '')
--!
select pg_sleep(1) is null, (pg_sleep(1) is null) is true
--! technique functions in SQL/JSON
select json_object('a': pg_sleep(1))
--!
select * from json_table('{}', '$' passing pg_sleep(1) as x columns (a int path '$'))
--!
select json_value('{}', '$' default pg_sleep(1)::text on empty)
--!
explain select pg_sleep(1)
--!
select percentile_cont(length(pg_sleep(1)::text)) within group (order by 1)
--!
select 1 = any (array(select length(pg_sleep(1)::text)))
--! technique waiting
select pg_sleep(10)
--!
select pg_sleep_for('1 hour')
--!
select pg_sleep_until('tomorrow')
--! technique SQL given as text
select query_to_xml('delete from orders', true, false, '')
--!
select query_to_xml_and_xmlschema('select 1', true, false, '')
--! technique whole schemas as XML
select table_to_xml('orders', true, false, '')
--!
select schema_to_xml('public', true, false, '')
--!
select database_to_xml(true, false, '')
--!
select cursor_to_xml('c', 1, true, false, '')
--!
select query_to_xmlschema('select 1', true, false, '')
--! technique SQL given to full text search
select * from ts_stat('select delete_all()')
--!
select ts_rewrite('a'::tsquery, 'select pg_sleep(1)::text::tsquery, ''b''::tsquery')
--!
select ts_rewrite(to_tsquery('a'), 'select t, s from x')
--! technique other connections
select dblink('dbname=x', 'delete from orders')
--!
select * from dblink('host=evil', 'select 1') as t(a int)
--!
select dblink_exec('dbname=x', 'drop table orders')
--!
select public.dblink_connect('x')
--!
select postgres_fdw_get_connections()
--! technique large objects
select lo_from_bytea(0, 'x')
--!
select lo_import('/etc/passwd')
--!
select lo_export(1, '/tmp/x')
--!
select lo_create(0), lo_unlink(1), lo_put(1, 0, 'x')
--!
select loread(lo_open(1, 131072), 10)
--! technique notifications and logs
notify x, 'y'
--!
listen x
--!
select pg_notify('x', 'y')
--!
select pg_logical_emit_message(false, 'x', 'y')
--!
select pg_create_restore_point('x')
--! technique settings
set statement_timeout = 0
--!
set local role postgres
--!
set session authorization default
--!
reset all
--!
show all
--!
discard all
--!
set transaction read write
--! technique claims, set and read
select set_config('statement_timeout', '0', false)
--!
select pg_catalog.set_config('sluice.tenant', 'other', true)
--!
select * from set_config('role', 'postgres', false)
--!
select current_setting('sluice.tenant')
--!
with x as materialized (select set_config('sluice.tenant', 'b', true)) select * from x, orders
--!
alter role postgres set work_mem = '1GB'
--!
alter system set x = 1
--! technique transactions
begin
--!
commit
--!
rollback
--!
savepoint x
--!
start transaction read write
--!
prepare transaction 'x'
--! technique prepared statements and cursors
prepare x as delete from orders
--!
execute x
--!
deallocate all
--!
declare c cursor for select 1
--!
fetch 1 from c
--!
close c
--!
explain execute x
--! technique locks
lock table orders
--!
select * from orders for update
--!
select * from orders for no key update
--!
select * from orders for share
--!
select * from orders for key share of orders nowait
--!
select * from (select * from orders for update skip locked) x
--!
with x as (select * from orders for update) select * from x
--!
select 1 where exists (select 1 from orders for update)
--! technique advisory locks
select pg_advisory_lock(1)
--!
select pg_try_advisory_xact_lock_shared(1, 2)
--!
select pg_advisory_unlock_all()
--! technique other sessions
select pg_terminate_backend(1)
--!
select pg_cancel_backend(pid) from pg_stat_activity
--!
select * from pg_stat_activity
--!
select pg_reload_conf(), pg_rotate_logfile()
--! technique sequences
select nextval('s')
--!
select setval('s', 1), currval('s'), lastval()
--! technique numbers of transactions
select txid_current()
--!
select pg_current_xact_id()
--!
select xmin, ctid from orders
--!
select o.tableoid from orders o
--! technique catalogue
select * from pg_class
--!
select * from pg_catalog.pg_authid
--!
select * from information_schema.tables
--!
table pg_shadow
--!
select pg_get_functiondef(1), pg_get_viewdef('v')
--! technique rights of roles
select has_table_privilege('orders', 'insert')
--! technique casts that look up names
select 'pg_authid'::regclass
--!
select cast('pg_sleep' as regproc), regtype 'int'
--!
select to_regclass('x'), '1'::regrole
--!
select 'orders'::pg_catalog.regclass::oid
--!
select obj_description(1), col_description(1, 1), format_type(1, 1)
--! technique sizes
select pg_relation_size('orders'), pg_database_size('x')
--!
select '{orders}'::regclass[]
--! technique about the server
select version()
--!
select current_user, session_user
--!
select current_catalog, current_schema
--!
select current_database(), inet_server_addr(), inet_client_port()
--!
select current_schemas(true), pg_postmaster_start_time(), pg_backend_pid()
--!
select user
--! technique relations that are not exposed
select * from secrets
--!
select * from public.secrets
--!
select * from other.orders
--!
select * from db.public.orders
--!
select (select count(*) from secrets)
--!
select 1 where exists (table secrets)
--!
select * from orders, lateral (select * from secrets) x
--!
select * from orders union select * from secrets
--! technique names that hide relations
with secrets as (select * from secrets) select * from secrets
--!
with a as (select * from b), b as (select 1) select * from a
--!
with orders as (select 1) select * from public.secrets
--!
select * from (with secrets as (select 1) select * from secrets) x, secrets
--!
with x as (with secrets as (select 1) select 1) select * from secrets
--!
with recursive secrets as (select 1 union all select 1 from public.secrets) select * from secrets
--! technique columns that are not exposed
select hidden from orders
--!
select o.hidden from orders o
--!
select public.orders.hidden from orders
--!
select (o).hidden from orders o
--!
select 1 from orders where hidden = 1
--!
select 1 from orders o join customer c using (hidden)
--!
select 1 from orders order by hidden
--!
select (select hidden) from orders
--! technique attribute notation
select o.pg_sleep from orders o
--!
select (o).row_to_json from orders o
--! technique attribute notation on values
select (5).pg_sleep
--!
select ('x'::text).query_to_xml
--!
select orders.delete_all from orders
--!
select ((select o from orders o limit 1)).delete_all
--!
select (array[o])[1].delete_all from orders o
--!
select x.pg_sleep from (select 1 as a) x
--!
select (row(1)).delete_all
--!
select (o.o_orderkey).pg_sleep from orders o
--!
select public.orders.delete_all from orders
--! technique functions of other schemas
select public.f()
--!
select evil.lower('x')
--!
select f()
--!
select * from public.f()
--!
select public.count(*) from orders
--!
select o_orderkey(o) from orders o
--! technique operators of other schemas
select 1 operator(public.+) 2
--!
select 1 @#@ 2
--!
select @#@ 1
--!
select 1 from orders where o_orderkey operator(evil.=) any (array[1])
--!
select 1 from orders order by o_orderkey using operator(evil.<)
--!
select 1 operator(evil.=) all (select 2)
--! technique types of other schemas
select 'x'::public.evil
--!
select cast('x' as evil)
--!
select '1'::"integer"
--!
select "decimal" '1'
--!
select evil 'x'
--!
select '1'::public.evil[]
--!
select null::orders
--!
select * from json_to_record('{}') as x(a public.evil)
--!
select json_value('1', '$' returning public.evil)
--!
select * from json_table('1', '$' columns (a public.evil path '$'))
--!
select jsonb_populate_record(null::orders, '{}')
--! technique collations and samples of other schemas
select 'a' collate evil.x
--!
select * from orders tablesample public.evil (1)
--!
select * from json_to_record('{}') as x(a text collate evil.x)
--! technique XML
select xmlparse(document '<a/>')
--!
select * from xmltable('/a' passing '<a/>' columns b text)
--!
select xpath('/a', '<a/>'), xmlagg('<a/>')
--!
select 'a' is document, xmlroot('a', version '1.0')
--!
select '<a/>'::xml
--! technique EXPLAIN that runs
explain analyze select 1
--!
explain (analyze) select * from orders
--!
explain (analyze true, buffers) select 1
--!
explain (analyze false, analyze on) select 1
--!
explain (buffers, wal) select 1
--!
explain (settings) select 1
--! technique EXPLAIN of what is no query
explain delete from orders
--!
explain create table x as select 1
--!
explain analyze insert into orders values (1)
--!
explain declare c cursor for select 1
--! technique memory
select repeat('x', 500000000)
--!
select repeat(repeat('x', 100000), 100000)
--!
select array_length(string_to_array(repeat(',', 999999), ','), 1)
--!
select repeat('x', o_orderkey) from orders
--!
select repeat(x, 1000) from (select repeat('x', 1000) x) y, (select repeat('y', 1000)) z
--! technique memory by padding
select lpad('x', 500000000), rpad('x', 500000000)
--!
select rpad('x', length(o_comment) * 1000000) from orders
--!
select format('%500000000s', 'x')
--!
select format('%*s', 500000000, 'x')
--!
select format(o_comment, 1) from orders
--!
select format('%1$-999999999s', 'x')
--!
select bpchar('x', 100000000, true)
--! technique memory by arrays and types
select array_fill(1, array[100000000])
--!
select array_fill(1, array[o_orderkey]) from orders
--!
select 'x'::char(10000000)
--!
select '1'::bit(83886080)
--! technique memory by replacing
select replace(replace(replace(replace(replace('xxxxxxxxxx', 'x', 'xxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxx')
--!
select repeat('x', (-1)::bit(31)::int)
--!
select repeat('x', least(o_orderkey, o_custkey)::int) from orders
--!
select replace(replace(replace(o_comment, 'a', o_comment), 'a', o_comment), 'a', replace(o_comment, 'b', o_comment)), replace(o_comment, 'x', o_comment) from orders
--! technique memory by recursion
with recursive d(t, n) as (select 'x', 0 union all select t || t, n + 1 from d where n < 27) select max(length(t)) from d
--!
with recursive d(t) as (select 'x' union all select concat(t, t) from d) select t from d limit 30
--!
with recursive d(t) as (select 'x' union all select repeat(t, 10) from d) select t from d limit 9
--!
with recursive d(t) as (select array[1] union all select d.t || t from d) select t from d limit 30
--!
with recursive d(t) as (select 'x' union all select replace(t, 'x', 'xx') from d) select t from d limit 30
--! technique parameters
select $1
--!
select * from orders where o_orderkey = $1
--! technique session state
select setseed(0.5)
--!
select pg_stat_reset()
--!
select pg_export_snapshot()
--!
select pg_trigger_depth(), pg_blocking_pids(1), pg_my_temp_schema()
--! technique maintenance
vacuum orders
--!
analyze orders
--!
checkpoint
--!
cluster orders
--! technique masks in conditions
select c_name from customer where c_phone = '25-989'
--!
select c_name from customer where c_phone like '2%'
--!
select c_name from customer where c_phone is null
--!
select count(*) filter (where c_phone > '2') from customer
--!
select c_mktsegment from customer group by c_mktsegment having max(c_phone) > '2'
--!
select c_name from customer where (c_custkey, c_phone) in (select 1, 'x')
--!
select c_name from customer where customer.c_phone = 'x'
--!
select c_name from customer where public.customer.c_phone = 'x'
--! technique masks in joins
select 1 from customer a join customer b on a.c_phone = b.c_phone
--!
select 1 from customer a join customer b using (c_phone)
--!
select 1 from customer natural join customer b
--!
select 1 from customer join (select '25' as c_phone) x using (c_phone)
--!
select 1 from customer natural join (values ('25')) v(c_phone)
--!
select 1 from customer c, lateral (select 1 where c.c_phone > '2') x
--!
select 1 from customer c, generate_series(1, length(c.c_phone)) g
--! technique masks in orders
select c_name from customer order by c_phone
--!
select c_name, c_phone from customer order by 2
--!
select c_name, c_phone as p from customer order by p
--!
select c_name, c_phone from customer order by lower(c_phone)
--!
select * from customer order by 5
--!
select * from customer order by c_phone desc limit 1
--!
select p from (select c_phone as p from customer) x order by p
--!
select x.p from (select c_phone as p from customer) x order by x.p
--! technique masks in groups
select c_phone, count(*) from customer group by c_phone
--!
select c_phone, count(*) from customer group by 1
--!
select c_phone as p, count(*) from customer group by p
--!
select count(*) from customer group by rollup (c_phone)
--!
select grouping(c_phone) from customer group by cube (c_phone)
--! technique masks in DISTINCT
select distinct c_phone from customer
--!
select distinct * from customer
--!
select distinct on (c_phone) c_name from customer
--! technique masks in set operations
select c_phone from customer union select '1'
--!
select c_phone from customer union all select c_phone from customer
--!
select * from customer except select * from customer
--!
select '1' intersect select c_phone from customer
--! technique masks in expressions
select c_phone || '' from customer
--!
select upper(c_phone) from customer
--!
select c_phone::text from customer
--!
select cast(c_phone as varchar(3)) from customer
--!
select c_phone collate "C" from customer
--!
select case when c_phone > '2' then 1 end from customer
--!
select case c_phone when '2' then 1 end from customer
--!
select coalesce(c_phone, ''), nullif(c_phone, ''), greatest(c_phone, '') from customer
--!
select array[c_phone], row(c_phone), (c_phone, 1) from customer
--!
select max(c_phone), string_agg(c_phone, ','), count(c_phone), count(distinct c_phone) from customer
--!
select json_object('a': c_phone), json_arrayagg(c_phone) from customer
--!
select xmlelement(name a, c_phone) from customer
--!
select xmlforest(c_phone as p), xmlelement(name a, xmlattributes(c_phone as p)) from customer
--!
select first_value(c_phone) over (order by c_custkey) from customer
--! technique masks in windows
select rank() over (order by c_phone) from customer
--!
select count(*) over (partition by c_phone) from customer
--!
select count(*) over w from customer window w as (order by c_phone)
--!
select percentile_disc(0.5) within group (order by c_phone) from customer
--!
select array_agg(c_custkey order by c_phone) from customer
--!
select c_phone = '25', c_phone is not null, not (c_phone > '2') from customer
--!
select substring(c_phone from 1 for 1), c_phone similar to 'a', c_phone between '1' and '2' from customer
--! technique masks in whole rows
select c from customer c
--!
select row_to_json(c) from customer c
--!
select to_jsonb(customer) from customer
--!
select c.*::text from customer c
--!
select json_agg(c.*) from customer c
--!
select (c).c_phone from customer c
--!
select (c).* from customer c
--!
select count(c) from customer c
--!
select row(c.*) from customer c
--!
select 1 from customer c where c is not null
--!
select 1 from customer a join customer b on a = b
--!
select s from (select c_phone from customer) s
--!
with s as (select c_phone from customer) select to_json(s) from s
--!
select c from customer as c order by c
--!
select j from (customer a join nation on true) as j
--! technique masks in subqueries
select (select c_phone from customer limit 1)
--!
select 1 where '25' in (select c_phone from customer)
--!
select 1 where '25' = any (select c_phone from customer)
--!
select array(select c_phone from customer)
--!
select exists (select c_phone from customer)
--!
select json_array(select c_phone from customer)
--!
select 1 where ('a', 'b') = (select c_name, c_phone from customer limit 1)
--!
select o_orderkey from orders where exists (select 1 from customer where c_custkey = o_custkey and c_phone > '2')
--!
select (select x.p from (select c_phone as p from customer) x limit 1)
--! technique masks through names
with x as (select c_phone as p from customer) select upper(p) from x
--!
with x(a, p) as (select c_name, c_phone from customer) select 1 from x where p > '2'
--!
select 1 from (select c_name, c_phone from customer) x(a, p) where p > '2'
--!
select 1 from (select * from customer) x where c_phone > '2'
--!
select 1 from (select * from customer) x(a, b, c, d, e, f, g, h) where e > '2'
--!
select 1 from customer x(a, b, c, d, e, f, g, h) where e > '2'
--!
select e from customer as x(a, b, c, d, e, f, g, h)
--!
with x(a, b, c, d, e) as (select * from customer) select e from x
--!
with recursive x(p) as (select c_phone from customer union all select p from x) select p from x
--!
select c_phone, c_name as c_phone from customer
--!
select a.c_phone, b.c_phone from customer a, (select '1' as c_phone) b
--!
select * from (customer join nation on true) as j(a, b, c, d, e)
--! technique masks behind rows that are expanded
select (select 1 from (select (row(1, 2)).*, c_phone, c_name from customer) x(a, b) where c_phone > '2' limit 1) from (select 'z' as c_phone) o
--!
select (select 1 from (select (jsonb_each('{}')).*, c_phone, c_name from customer) x(a, b) where c_phone > '2' limit 1) from (select 'z' as c_phone) o
--!
select c_phone from (select (row(1, 2)).*, c_phone from customer) x(c_name) order by c_phone
--! technique masks from outside
select (select 1 from json_table('[{}]', '$[*]' columns (nested path '$.x' columns (b int path '$'), c_phone text path '$')) as t(x) where c_phone > '2') from customer
--!
select (select 1 from json_to_record('{}') as t(x text) where c_phone > '2') from customer
--!
select (select 1 from unnest(array['a']) as c_phone(x) where c_phone > '2') from customer
--!
select (select 1 from jsonb_each_text('{}') as t(value) where c_phone > value) from customer
--!
select (select 1 from nation as t(c_phone) natural join (select 1 as c_phone) x where n_nationkey > 1 and c_acctbal > 1 and c_phone::text > x.c_phone::text and customer.c_phone > '2') from customer
--!
select 1 from customer c where exists (select 1 from nation where c_phone > '2')
--!
select 1 from customer c, lateral (select c.c_phone as p) x where x.p > '2'
--!
select (select 1 from (select n_name as x from nation) s(other) where c_phone > '2') from customer
--!
select (select count(*) from region, nation join supplier on c_phone > '2') from customer
--!
values ((select c_phone from customer limit 1))
--!
select v.p from customer, lateral (values (c_phone)) v(p)
--!
select c_name from customer limit (select length(c_phone) from customer limit 1)
--!
explain select 1 from customer where c_phone > '2'
