-- What the reading role may do: look at the sample, and nothing else.
alter role sluice_reader nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role sluice_reader set default_transaction_read_only = on;
alter role sluice_reader connection limit 50;
revoke all on schema public from public;
grant usage on schema public to sluice_reader;
grant select on region, nation, part, supplier, partsupp, customer, orders, lineitem
  to sluice_reader;
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea),
  lo_import(text), lo_import(text, oid), lo_export(oid, text), lo_put(oid, bigint, bytea),
  lo_unlink(oid), lo_open(oid, integer), lowrite(integer, bytea), lo_truncate(integer, integer),
  lo_truncate64(integer, bigint) from public;
