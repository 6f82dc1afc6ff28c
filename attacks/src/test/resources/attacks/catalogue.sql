--! technique relation-not-exposed: a table that the catalogue does not name
--! tells opal-
select iban from staff_salary
--!
SELECT "iban" FROM "public"."staff_salary"
--!
select s.iban from sluice.public.staff_salary as s
--!
table staff_salary
--!
select * from vault.api_key
--!
select secret from vault.all_keys
--!
select * from vault.kept_keys
--!
select iban from only (staff_salary)
--!
select iban from vault.salary_2025

--! technique relation-nested: the same where a reader may not look
--! tells opal-
select (select max(iban) from staff_salary where iban <> 'x')
--!
select array(select iban from staff_salary)
--!
select o_orderkey from orders where o_orderkey = 1 union all select 1 from region where false; select iban from staff_salary
--!
select o_comment from orders where o_orderkey = 1 union all select iban from staff_salary
--!
with recursive s as (select iban, 1 as n from staff_salary union all select iban, n + 1 from s where n < 2) select iban from s
--!
select k from orders, lateral (select iban as k from staff_salary) s limit 1
--!
values ((select iban from staff_salary limit 1))
--!
(select r_name from region order by (select count(*) from staff_salary), 1 limit 0) union all (select iban from staff_salary)
--!
select * from (region cross join (nation cross join (select iban from staff_salary) a)) limit 1
--!
select coalesce((table vault.all_keys limit 1), 'x')

--! technique relation-bit: a bit of it, told by rows that may be seen
--! tells ^AFRICA\s*$
select r_name from region where r_regionkey = 0 and exists (select from staff_salary where salary > 90000)
--!
select r_name from region where r_regionkey = 0 and 'opal-iban-7731' in (select iban from staff_salary)
--!
select r_name from region where r_regionkey = (select count(*) - count(*) from vault.api_key where secret like 'opal%')
--!
select r_name from region limit (select 1 from staff_salary where name = 'Ada')

--! technique relation-in-error: what may not be seen, in the message of an error
--! tells opal-
select iban::int from staff_salary
--!
select cast((select secret from vault.api_key where id = 1) as date)
--!
select (select min(iban) from staff_salary)::point
--!
select iban::uuid, to_date(iban, 'YYYY') from staff_salary
--!
select iban::inet from staff_salary

--! technique column-not-exposed: a column that the catalogue leaves out
--! tells opal-pin
select k_pin from clerk limit 1
--!
select * from clerk limit 1
--!
table clerk
--!
select c.* from clerk c order by k_clerk limit 1
--!
select a.x from clerk as a(w, n, x) limit 1
--!
select k_name from clerk where k_clerk is null union all select k_pin from clerk

--! technique column-in-row: the same as part of a whole row
--! tells opal-pin
select clerk from clerk limit 1
--!
select c::text from clerk c limit 1
--!
select row_to_json(c) from clerk c limit 1
--!
select to_jsonb(clerk) ->> 'k_pin' from clerk limit 1
--!
select json_agg(c) from clerk c
--!
select (c).k_pin from clerk c limit 1
--!
select row(c.*) from clerk c limit 1
--!
select max(c::text) from clerk c
--!
select format('%s', c) from clerk c limit 1
--!
select hstore(c) -> 'k_pin' from clerk c limit 1
--!
select array_agg(c) from clerk c where c is not null

--! technique column-bit: a bit of it, without showing it
--! tells ^Clerk
select k_name from clerk where k_pin like 'opal-pin-%' limit 1
--!
select k_name from clerk group by k_name, k_pin having k_pin > 'opal' limit 1
--!
select c.k_name from clerk c natural join (values ('opal-pin-951'), ('opal-pin-880')) v(k_pin) right join clerk d on true limit 1
--!
select first_value(k_name) over (order by k_pin) from clerk limit 1
--!
select k_name from clerk order by k_pin limit 1
--!
select distinct on (k_pin) k_name from clerk limit 1

--! technique system-catalogue: what the server says of itself
--! tells staff_salary|api_key|iban
select relname from pg_class where relname like '%salary%'
--!
select table_name from information_schema.tables
--!
select attname from pg_catalog.pg_attribute where attname = 'iban'
--!
select tablename from pg_tables where tableowner = 'careless'
--!
select pg_get_viewdef('vault.all_keys')
--!
select definition from pg_views where schemaname = 'vault'

--! technique passwords: the logins of the server
--! tells SCRAM
select rolpassword from pg_authid
--!
select passwd from pg_shadow where usename = 'careless'
--!
select (a).rolpassword from pg_authid a

--! technique statistics: values, kept to plan with
--! tells opal-|\d\d-\d{3}
analyze staff_salary; select histogram_bounds::text from pg_stats where tablename = 'staff_salary' and attname = 'iban'
--!
select histogram_bounds from pg_stats where attname = 'c_phone'
--!
select stavalues1::text from pg_statistic where starelid = 'customer'::regclass and staattnum = 5

--! technique hidden-columns: columns that every table has
--! tells ^\(\d+,\d+\)$|^\d+$
select ctid from orders where o_orderkey = 1
--!
select xmin from orders where o_orderkey = 1
--!
select tableoid from orders limit 1
