--! technique attribute-notation: t.f is f(t), which no grammar shows
--! tells opal-
select r.key_of from region r limit 1
--!
select (r).key_of from region as r where r_regionkey = 1
--!
select k.pin from clerk k limit 1
--!
select region.key_of from region limit 1
--!
select (select clerk.pin from clerk limit 1)

--! technique function-notation: f(t) is t.f, a column of a row
--! tells opal-
select k_pin(clerk) from clerk limit 1
--!
select iban(s) from staff_salary s
--!
select "k_pin"(c) from public.clerk as c where c.k_clerk is not null limit 1

--! technique cast-calls: a cast that is somebody's function
--! tells opal-
select (row(1)::key_ref)::text
--!
select cast(row(1)::public.key_ref as text)
--!
select k::text from (select row(1)::public.key_ref as k) q

--! technique domain-check: a type whose check writes
--! changed select count(*) from trap
select 'x'::logged
--!
select cast('x' as public.logged)
--!
select public.logged 'x'
--!
select * from json_to_record('{"a": "x"}') as t(a logged)
--!
select j.* from json_table('["x"]', '$[*]' columns (a public.logged path '$')) j
--!
select json_value('"x"', '$' returning public.logged)
--!
select xmlserialize(content '<a/>' as text), xmlcast.a from (select 'x'::text::logged as a) xmlcast

--! technique operator-calls: an operator that is somebody's function
--! tells ^91000$
select @#@ 'Ada'::text
--!
select operator(public.@#@) 'Ada'::text
--!
select o from (values ('Ada'::text)) v(n), lateral (select @#@ n as o) x

--! technique aggregate-calls: an aggregate or window of the owner's own
--! tells opal-
select remember_all(iban) from staff_salary
--!
select public.remember_all(iban) over () from staff_salary limit 1

--! technique name-types: names of things as values, which look them up
--! tells staff_salary|first_key|careless|vault
select 'staff_salary'::regclass::oid::regclass
--!
select to_regproc('first_key'), 'vault'::regnamespace
--!
select 'careless'::regrole
--!
select regclassin('vault.api_key')::text
--! tells ^t$
select has_table_privilege('careless', 'staff_salary', 'select')
--! tells ^(8192|16384|24576|32768|40960|49152)$
select pg_total_relation_size('vault.api_key'), pg_relation_size('staff_salary')
