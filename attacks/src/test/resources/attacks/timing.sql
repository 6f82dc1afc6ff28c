--! technique sleep: time that is spent doing nothing
--! slower 350
select pg_sleep(0.4)
--!
select pg_sleep_for('400 milliseconds')
--!
select pg_sleep_until(clock_timestamp() + interval '0.4 s')
--!
select "pg_catalog"."pg_sleep"(0.4::float8)
--!
select * from region, pg_sleep(0.4)
--!
select 1 from region where r_regionkey = 1 and pg_sleep(0.1) is not null

--! technique timing-channel: a bit of what may not be seen, told by the time it takes
--! slower 350
select case when (select salary from staff_salary where name = 'Ada') > 90000 then pg_sleep(0.4) end
--!
select pg_sleep(0.4) from staff_salary where iban like 'opal-iban-7%'
--!
select pg_sleep(case when c_phone like '25-989%' then 0.4 else 0 end) from customer where c_custkey = 1
--!
select count(*) from clerk where k_pin like 'opal-pin-%' and pg_sleep(0.01) is not null

--! technique busy: work that goes on for as long as the attacker wants
--! slower 2400
with recursive r(n) as (select 1::bigint union all select n + 1 from r where clock_timestamp() < now() + interval '2500 ms') select max(n) from r
--!
select 1 from orders a, orders b where clock_timestamp() > now() + interval '2500 ms' limit 1
