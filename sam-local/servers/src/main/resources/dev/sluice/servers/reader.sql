-- What the reading role may do: look at the sample, and nothing else.
alter role sluice_reader nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role sluice_reader set default_transaction_read_only = on;
alter role sluice_reader connection limit 50;
revoke all on schema public from public;
grant usage on schema public to sluice_reader;
grant select on region, nation, part, supplier, partsupp, customer, orders, lineitem
  to sluice_reader;
do $$
declare
  routine text;
begin
  for routine in
    select oid::regprocedure::text from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and proname ~ '^(lo_.*|lowrite|loread|pg_logical_emit_message)$'
  loop
    execute format('revoke execute on function %s from public', routine);
  end loop;
end $$;
