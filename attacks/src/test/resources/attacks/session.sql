--! technique setting-set: a setting that the next caller inherits
--! session select current_setting('statement_timeout') || current_setting('search_path') || current_setting('work_mem') || current_setting('timezone')
set statement_timeout = 0; set search_path = vault
--!
set work_mem to '777MB'
--!
SET TIME ZONE 'Asia/Tokyo'
--!
set session search_path to vault, public

--! technique setting-function: the same by a function
--! session select current_setting('search_path') || current_setting('work_mem') || current_setting('statement_timeout')
select set_config('search_path', 'vault', false)
--!
select "set_config"('work_mem', '777MB', false)
--!
select count(*) from region where pg_catalog.set_config('search_path', 'vault, public', false) is not null
--! tells ^12345ms$
select set_config('statement_timeout', '12345', true) as a; select set_config('statement_timeout', '12345', false); show statement_timeout
--! session select current_setting('work_mem')
update pg_settings set setting = '99999' where name = 'work_mem'

--! technique timeout-lifted: the limit is taken off before the work
--! slower 350
set local statement_timeout = 0; select pg_sleep(0.4)
--!
select set_config('statement_timeout', '0', false); select pg_sleep(0.4)
--!
set lock_timeout = 0; set statement_timeout to default; select pg_sleep(0.4)

--! technique role-changed: somebody else's rights
--! session select current_user
set role finance
--!
select set_config('role', 'finance', false)
--!
SET SESSION ROLE "finance"
--!
set role to 'pg_read_server_files'

--! technique read-only-lifted: the guard is taken off for who comes later
--! session show default_transaction_read_only
set default_transaction_read_only = on
--!
set session characteristics as transaction read only
--! session show transaction_isolation
set session characteristics as transaction isolation level serializable

--! technique listen: the connection hears what is told to others
--! session select count(*) from pg_listening_channels()
listen trouble
--!
LISTEN "a"; LISTEN "b"

--! technique cursor-kept: a query that stays open
--! session select count(*) from pg_cursors
declare kept cursor with hold for select * from orders
--!
begin; declare kept scroll cursor with hold for select * from lineitem; commit

--! technique temporary-shadow: a table that hides another's from who comes later
--! session select count(*) from region
create temp table region as select * from public.region limit 1
--!
create temporary view region as select 1
--!
select 1 as a into temp table region

--! technique session-wiped: what the session was set up with is gone
--! given alter role careless reset all
--! session select current_setting('application_name')
discard all
--!
reset all
--!
reset application_name
--! session select current_setting('application_name') || current_setting('extra_float_digits')
set application_name = 'opal'
--!
set session extra_float_digits = 0

--! technique custom-setting: a setting that does not exist until somebody sets it
--! session select current_setting('opal.mark', true)
set opal.mark = 'x'
--!
select set_config('opal.mark', 'x', false)
--!
do $$ begin perform set_config('opal.mark', 'x', false); end $$

--! technique random-seed: what is random for the next caller
--! session select random() = 0.9851677175347999
select setseed(0.5)
--!
set seed = 0.5
