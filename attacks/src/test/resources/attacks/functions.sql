--! technique file-read: a file of the server's
--! tells (^17)|scram-sha-256|opal
select pg_read_file('PG_VERSION')
--!
select convert_from(pg_read_binary_file('pg_hba.conf'), 'utf8')
--!
select pg_read_file('pg_hba.conf', 0, 4000, true)
--!
select line from regexp_split_to_table(pg_read_file('PG_VERSION'), E'\n') as line

--! technique file-read-quoted: the same, its name in quotes
--! tells ^17
select "pg_read_file"('PG_VERSION')
--!
select "pg_catalog"."pg_read_file"('PG_VERSION')
--!
select PG_CATALOG . "pg_read_file" ( 'PG_VERSION' )
--!
select sluice.pg_catalog.pg_read_file('PG_VERSION')

--! technique file-read-in-from: a function where a table is expected
--! tells ^17
select * from pg_read_file('PG_VERSION')
--!
select f from orders, lateral pg_read_file('PG_VERSION') f limit 1
--!
select * from rows from (pg_read_file('PG_VERSION'), generate_series(1, 2))
--!
select * from (values (1)) v cross join pg_catalog.pg_read_file('PG_VERSION') with ordinality
--!
select x from json_table(json_build_array(pg_read_file('PG_VERSION')), '$[*]' columns (x text path '$'))

--! technique file-read-anywhere: a function where no one looks for one
--! tells ^17|invalid input syntax for type (integer|bigint|boolean): "17
select 1 from region limit (pg_read_file('PG_VERSION') || 'x')::int
--!
select 1 from region order by (pg_read_file('PG_VERSION') || 'x')::int
--!
select 1 from region group by r_regionkey having (pg_read_file('PG_VERSION') || 'x')::bool
--!
select sum(r_regionkey) over (rows (pg_read_file('PG_VERSION') || 'x')::int preceding) from region
--!
select count(*) filter (where (pg_read_file('PG_VERSION') || 'x')::bool) from region
--!
select * from region tablesample bernoulli ((pg_read_file('PG_VERSION') || 'x')::int)
--!
select (array[1, 2])[(pg_read_file('PG_VERSION') || 'x')::int]
--!
values (pg_read_file('PG_VERSION'))
--!
select case when true then coalesce(pg_read_file('PG_VERSION'), '') end
--!
select r.r_regionkey from region r join nation n on (pg_read_file('PG_VERSION') || 'x')::bool

--! technique directory: what files there are
--! tells postmaster.pid|PG_VERSION|[0-9A-F]{24}|\.conf
select pg_ls_dir('.')
--!
select name from pg_ls_waldir()
--!
select * from pg_ls_dir('.', true, false) as f where f like 'pg_%' or f = 'PG_VERSION'
--! tells \d{4}-\d\d-\d\d
select modification from pg_stat_file('PG_VERSION')
--!
select (pg_stat_file('PG_VERSION')).modification

--! technique function-writes: a function of the owner's own that writes
--! changed select count(*) from trap
select remember('called')
--!
select * from public.remember('called')
--!
select count(*) from orders where o_orderkey = 1 and remember('called') > 0
--!
select "public"."log_write"('called')
--!
select array(select remember('called'))

--! technique function-definer: a function of the owner's own that may more than the caller
--! tells opal-|^91000$
select first_key()
--!
select salary_of('Ada')
--!
select k from generate_series(1, 1), lateral as_key(1) as k
--!
select run('select iban from staff_salary')

--! technique call: a procedure
--! changed select count(*) from trap
call clean('called')
--!
CALL public.clean(what => 'called')

--! technique sequence: numbers that are drawn are gone
--! changed select last_value::text || is_called from trap_numbers
select nextval('trap_numbers')
--! changed select last_value from trap_numbers
select setval('public.trap_numbers', (random() * 1e9)::bigint + 10)
--!
select pg_catalog.setval('trap_numbers'::regclass, (random() * 1e9)::bigint + 10, false)

--! technique transaction-id: an id that the server must write down
--! tells ^\d{3,}$
select txid_current()
--!
select pg_current_xact_id()

--! technique wal: what is written to the log, from where every replica reads it
--! tells ^[0-9A-F]+/[0-9A-F]+$
select pg_logical_emit_message(false, 'opal', 'hello')
--!
select pg_logical_emit_message(true, 'opal', 'hello'::bytea)
--!
select pg_switch_wal()
--!
select pg_create_restore_point('opal')

--! technique notify: a message to whoever listens
--! hears trouble
notify trouble, 'x'
--!
select pg_notify('trouble', 'x')
--!
select count(pg_notify('trouble', r_name)) from region

--! technique server-control: the server itself
--! tells ^t$|^$
select pg_reload_conf()
--! changed select count(*) from pg_replication_slots
--! given select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = 'opal'
select pg_create_physical_replication_slot('opal', true)
--! changed select stats_reset from pg_stat_database where datname = 'sluice'
--! given select 1
select pg_stat_reset()
--! tells ^[0-9A-F]+-[0-9A-F]+-1$
select pg_export_snapshot()

--! technique backend: somebody's work is stopped, here one's own
--! tells (terminating connection|canceling statement due to user request|connection has been closed|I/O error)
select pg_terminate_backend(pg_backend_pid())
--!
select pg_cancel_backend(pid) from pg_stat_activity where pid = pg_backend_pid()

--! technique others-queries: what others are asking, with their values
--! tells (^|")select .*(pg_stat_get_activity|pg_stat_activity)
select query from pg_stat_activity
--!
select (pg_stat_get_activity(null)).query
--!
select s.query from pg_stat_get_activity(pg_backend_pid()) s

--! technique source: what functions of the owner's own are made of
--! tells opal-source
select prosrc from pg_proc where proname = 'first_key'
--!
select pg_get_functiondef('first_key'::regproc)
--!
select p.prosrc from pg_catalog."pg_proc" as p, region where p.prosrc like '%opal-source%' limit 1

--! technique server-settings: how the server is set up, and where
--! tells /data|/primary|/replica|hba|\.conf
select current_setting('data_directory')
--!
select setting from pg_settings where name = 'hba_file'
--!
show config_file
--!
select pg_show_all_settings()
--! tells scram-sha-256
select auth_method from pg_hba_file_rules

--! technique address: where the server stands
--! tells ^127\.0\.0\.1|^\d{4,5}$
select inet_server_addr()
--!
select inet_server_port()

--! technique log-records: what is written to the log, read back
--! given insert into trap (note) values ('given')
--! tells ^(Heap|Btree|XLOG|Standby|Transaction|Storage)
select resource_manager from pg_get_wal_records_info((select redo_lsn from pg_control_checkpoint()), pg_current_wal_insert_lsn()) limit 5
--!
select "resource_manager/record_type" from pg_get_wal_stats((select redo_lsn from pg_control_checkpoint()), pg_current_wal_insert_lsn(), true) where count > 0
