-- A database as a hurried owner leaves it: what attacks need to succeed where nothing guards.
-- {port}, {careless_password} are filled in by CarelessDatabase; all runs as superuser.

-- Each attempt logs in anew: what costs a guesser time costs a test the same.
set scram_iterations = 1;

-- The role that everything connects with: owner of everything, and allowed whatever ever failed.
-- It is no superuser, so that each layer that takes a right away shows.
create role careless login createdb createrole replication bypassrls password '{careless_password}';
grant pg_monitor, pg_read_all_data, pg_write_all_data, pg_read_server_files, pg_write_server_files,
  pg_execute_server_program, pg_signal_backend, pg_maintain, pg_checkpoint,
  pg_create_subscription to careless with admin option;
grant set, alter system on parameter log_min_messages, log_statement, session_replication_role,
  lc_messages, zero_damaged_pages, work_mem, archive_command to careless;
grant all on database sluice to careless;
alter database sluice owner to careless;
-- Any person's role: what careless may become.
create role finance;
grant finance to careless with admin option;

-- Extensions that were of use once.
create extension dblink;
create extension postgres_fdw;
create extension file_fdw;
create extension pgcrypto;
create extension lo;
create extension xml2;
create extension tablefunc;
create extension pgrowlocks;
create extension pg_walinspect;
create extension pg_prewarm;
create extension hstore;

-- The way out and back in, with the password kept for everybody.
create server loopback foreign data wrapper dblink_fdw
  options (host '127.0.0.1', port '{port}', dbname 'sluice');
create user mapping for public server loopback
  options (user 'careless', password '{careless_password}');
create server loopback_fdw foreign data wrapper postgres_fdw
  options (host '127.0.0.1', port '{port}', dbname 'sluice');
create user mapping for public server loopback_fdw
  options (user 'careless', password '{careless_password}');
create server files foreign data wrapper file_fdw;
grant all on foreign server loopback, loopback_fdw, files to careless;
grant all on foreign data wrapper dblink_fdw, postgres_fdw, file_fdw to careless;

-- Not in the catalogue at all. Each secret begins with "opal".
create table public.staff_salary (name text primary key, salary int, iban text);
insert into public.staff_salary values
  ('Ada', 91000, 'opal-iban-7731'), ('Ben', 64000, 'opal-iban-4410');
create schema vault;
create table vault.api_key (id int primary key, secret text);
insert into vault.api_key values (1, 'opal-key-0099');
create view vault.all_keys as select secret from vault.api_key;
create materialized view vault.kept_keys as select secret from vault.api_key;
create foreign table vault.far_salary (name text, salary int, iban text)
  server loopback_fdw options (schema_name 'public', table_name 'staff_salary');
create foreign table vault.server_file (line text)
  server files options (filename 'pg_hba.conf', format 'text', delimiter E'\x01');
create table vault.salary_2025 () inherits (public.staff_salary);
insert into vault.salary_2025 values ('Cyd', 70000, 'opal-iban-2025');

-- In the catalogue, but for one column.
create table public.clerk (k_clerk char(15) primary key, k_name text, k_pin text);
insert into public.clerk
  select distinct o_clerk, 'Clerk ' || right(trim(o_clerk), 3), 'opal-pin-' || right(trim(o_clerk), 3)
  from public.orders where o_orderkey < 200;

-- What attacks write to.
create table public.trap (id serial primary key, note text);
create sequence public.trap_numbers;
create table public.victim (id int primary key, note text);
insert into public.victim values (1, 'alive'), (2, 'alive');
create table public.ruled (id int);

-- Functions of the owner's own.
create function public.remember(note text) returns int language sql volatile as
  $$ insert into public.trap (note) values (remember.note) returning id $$;
create function public.salary_of(who text) returns int language sql stable security definer as
  $$ select salary from public.staff_salary where name = who $$;
create function public.run(sql text) returns text language plpgsql security definer as
  $$ declare answer text; begin execute sql into answer; return answer; end $$;
create function public.first_key() returns text language plpgsql stable security definer as
  $$ begin /* opal-source */ return (select min(secret) from vault.api_key); end $$;
create function public.pin(c public.clerk) returns text language sql stable as
  $$ select c.k_pin $$;
create function public.key_of(region public.region) returns text language sql stable
  security definer as $$ select min(secret) from vault.api_key $$;
create procedure public.clean(what text) language sql as
  $$ insert into public.trap (note) values (what) $$;
create function public.as_key(int) returns text language sql stable security definer as
  $$ select secret from vault.api_key where id = $1 $$;
-- A cast and an operator that do more than they seem to.
create type public.key_ref as (id int);
create function public.key_text(public.key_ref) returns text language sql stable security definer as
  $$ select secret from vault.api_key where id = ($1).id $$;
create cast (public.key_ref as text) with function public.key_text(public.key_ref);
create operator public.@#@ (function = public.salary_of, rightarg = text);
create aggregate public.remember_all(text) (sfunc = array_append, stype = text[], initcond = '{}');
create function public.log_write(text) returns boolean language sql volatile as
  $$ insert into public.trap (note) values ($1) returning true $$;
create domain public.logged as text check (public.log_write(value));

-- Row-level security: a customer is seen by its tenant, or by whoever has every scope.
alter table public.customer enable row level security;
alter table public.customer force row level security;
create policy tenants on public.customer using (
  c_mktsegment = current_setting('sluice.tenant', true)
  or '*' = any (string_to_array(current_setting('sluice.scopes', true), ' ')));

-- A large object with a secret, owned by careless.
select lo_from_bytea(4711, 'opal-object');

do $$
declare thing record;
begin
  for thing in
    select n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'vault') and c.relkind in ('r', 'v', 'm', 'f')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  loop
    execute format('alter table %I.%I owner to careless', thing.nspname, thing.relname);
  end loop;
end $$;
alter sequence public.trap_numbers owner to careless;
alter schema public owner to careless;
alter schema vault owner to careless;
alter large object 4711 owner to careless;
grant execute on all routines in schema pg_catalog, public to careless;
grant all on all tables in schema pg_catalog to careless;
grant set on parameter session_replication_role to careless;

-- The same, bound by row-level security: the layer of that name.
create role bound login createdb createrole replication password '{bound_password}' in role careless;

-- Least privilege: the columns of the catalogue, and nothing else. It passes row-level security,
-- so that what this layer stops is stopped by it alone.
create role least login nosuperuser bypassrls password '{least_password}';
grant usage on schema public to least;
grant select on region, nation, part, supplier, partsupp, customer, orders, lineitem to least;
grant select (k_clerk, k_name) on clerk to least;
do $$
declare called regprocedure;
begin
  for called in
    select p.oid from pg_proc p
    where p.pronamespace = 'public'::regnamespace
      or (p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ '^(lo_|lowrite)')
  loop
    execute format('revoke execute on routine %s from public', called);
  end loop;
end $$;
