--! correlated subquery in the list
select n_name, (select count(*) from customer where c_nationkey = n_nationkey) as customers, (select max(s_acctbal) from supplier where s_nationkey = n_nationkey) as richest_supplier from nation order by n_name
--! exists and not exists
select count(*) as without_orders from customer c where not exists (select 1 from orders o where o.o_custkey = c.c_custkey)
--! in and not in
select count(*) from part where p_partkey in (select l_partkey from lineitem where l_quantity = 50) and p_size not in (select p_size from part where p_partkey < 5)
--! any and all
select count(*) from orders where o_totalprice > all (select avg(o_totalprice) * 2 from orders group by o_orderpriority) and o_orderstatus = any (array['O', 'F'])
--! row comparison
select count(*) from lineitem where (l_orderkey, l_linenumber) > (14000, 3)
--! scalar comparison
select o_orderkey, o_totalprice from orders where o_totalprice = (select max(o_totalprice) from orders)
--! lateral top
select n_name, s.s_name, s.s_acctbal from nation cross join lateral (select s_name, s_acctbal from supplier where s_nationkey = n_nationkey order by s_acctbal desc limit 2) s order by n_name, s.s_acctbal desc
--! lateral left join
select c_custkey, o.o_orderkey from customer left join lateral (select o_orderkey from orders where o_custkey = c_custkey order by o_totalprice desc, o_orderkey limit 1) o on true where c_custkey <= 20 order by 1
--! lateral values
select s_suppkey, v.what, v.amount from supplier, lateral (values ('balance', s_acctbal), ('double', s_acctbal * 2)) as v(what, amount) where s_suppkey < 6 order by 1, 2
--! cte chain
with big as (select o_custkey, sum(o_totalprice) as total from orders group by 1), best as (select * from big where total > (select avg(total) * 1.8 from big)) select c_name, total from best join customer on c_custkey = o_custkey order by total desc, c_custkey
--! materialized cte
with m as materialized (select l_partkey, sum(l_quantity) as q from lineitem group by 1), n as not materialized (select * from m where q > 1500) select count(*), max(q) from n
--! recursive numbers
with recursive n(i) as (values (1) union all select i + 1 from n where i < 20) select i, i * i as square from n
--! recursive fibonacci
with recursive f(a, b) as (select 0::bigint, 1::bigint union all select b, a + b from f where b < 100000) select a from f order by a
--! recursive calendar
with recursive d(day) as (select date '1995-01-01' union all select day + 7 from d where day < date '1995-12-25') select day, (select count(*) from orders where o_orderdate >= day and o_orderdate < day + 7) as orders from d order by day
--! recursive walk with search order and cycle mark
with recursive edges(a, b) as (values (1, 2), (2, 3), (3, 4), (4, 2), (1, 5)), walk(a, b) as (select a, b from edges where a = 1 union all select e.a, e.b from edges e join walk w on e.a = w.b) search depth first by a, b set ordering cycle b set looped using path select a, b, looped from walk order by ordering, a, b, looped
--! recursive path of customers and suppliers
with recursive hop(nation, depth) as (select 7, 0 union select n2.n_nationkey, depth + 1 from hop join nation n1 on n1.n_nationkey = nation join nation n2 on n2.n_regionkey = n1.n_regionkey where depth < 2) select nation, min(depth) as hops from hop group by nation order by nation
--! union, intersect, except
(select c_nationkey from customer where c_acctbal > 9900 union select s_nationkey from supplier where s_acctbal > 9500) intersect select n_nationkey from nation where n_regionkey in (1, 2, 3) except all select 12 order by 1
--! union all with totals
select o_orderstatus as status, count(*) as orders from orders group by 1 union all select 'all', count(*) from orders order by 2, 1
--! values
values (1, 'one'), (2, 'two'), (3, null)
--! values joined
select v.label, count(*) from (values ('small', 0, 1000), ('medium', 1000, 1500), ('large', 1500, 99999)) as v(label, low, high) join part on p_retailprice >= low and p_retailprice < high group by v.label order by v.label
--! table
table region
--! table ordered and cut
table nation order by n_nationkey desc limit 5 offset 2
--! distinct on
select distinct on (o_custkey) o_custkey, o_orderkey, o_orderdate from orders where o_custkey < 50 order by o_custkey, o_orderdate desc, o_orderkey
--! fetch with ties
select s_suppkey, s_nationkey from supplier order by s_nationkey fetch first 5 rows with ties
--! full outer join
select coalesce(a.k, b.k) as nation, a.n as customers, b.n as suppliers from (select c_nationkey as k, count(*) as n from customer where c_acctbal > 9500 group by 1) a full join (select s_nationkey as k, count(*) as n from supplier group by 1) b on a.k = b.k order by 1
--! self join
select a.s_name as one, b.s_name as other from supplier a join supplier b on a.s_nationkey = b.s_nationkey and a.s_suppkey < b.s_suppkey where a.s_suppkey < 10 order by 1, 2
--! natural and using joins
select n_name, r_name from nation join (select r_regionkey as n_regionkey, r_name from region) r using (n_regionkey) natural join (select 7 as n_nationkey union select 8) k order by n_name
--! join alias and column aliases
select j.a, j.b from (nation join region on n_regionkey = r_regionkey) as j(k, a, rk, c, k2, b) order by j.a limit 10
--! anti join by left join
select count(*) from part left join lineitem on l_partkey = p_partkey and l_quantity > 49 where l_orderkey is null
--! tablesample bernoulli
select count(*) > 0 as some, count(*) < 60000 as not_all from lineitem tablesample bernoulli (10) repeatable (42)
--! tablesample system
select count(*) as sampled from orders tablesample system (20) repeatable (7)
--! a cohort
with first_order as (select o_custkey, min(date_trunc('year', o_orderdate)) as cohort from orders group by 1) select extract(year from cohort)::int as cohort, extract(year from o_orderdate)::int as year, count(distinct o.o_custkey) as active from first_order f join orders o on o.o_custkey = f.o_custkey group by 1, 2 order by 1, 2
--! a basket
select a.l_shipmode as one, b.l_shipmode as other, count(*) as together from lineitem a join lineitem b on a.l_orderkey = b.l_orderkey and a.l_linenumber < b.l_linenumber where a.l_orderkey < 2000 group by 1, 2 order by 3 desc, 1, 2 limit 10
--! nested five deep
select max(x) from (select x + 1 as x from (select x * 2 as x from (select max(x) as x from (select count(*) as x from (select distinct o_clerk from orders) a) b) c) d) e
--! a group without rows of its own
select s.status, count(o_orderkey) as orders from (values ('O'), ('F'), ('P'), ('X')) s(status) left join orders on o_orderstatus = s.status group by s.status order by s.status
