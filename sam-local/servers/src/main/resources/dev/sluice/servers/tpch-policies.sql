-- A tenant is a market segment: it sees its own customers, their orders, and the lines of those.
-- Sluice says who asks in three settings of the transaction; without them nothing is seen. Each is
-- read once a statement, since it stands in a subquery of its own.
alter table customer enable row level security;
alter table orders enable row level security;
alter table lineitem enable row level security;
create policy everything on customer using
  ((select string_to_array(current_setting('sluice.scopes', true), ' ') && array['*', 'tenants.all']));
create policy own on customer using
  (c_mktsegment = (select nullif(current_setting('sluice.tenant', true), '')));
create policy everything on orders using
  ((select string_to_array(current_setting('sluice.scopes', true), ' ') && array['*', 'tenants.all']));
create policy own on orders using
  (exists (select from customer where c_custkey = o_custkey));
create policy everything on lineitem using
  ((select string_to_array(current_setting('sluice.scopes', true), ' ') && array['*', 'tenants.all']));
create policy own on lineitem using
  (exists (select from orders where o_orderkey = l_orderkey));
