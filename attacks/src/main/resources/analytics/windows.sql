--! running total
select o_orderkey, o_orderdate, sum(o_totalprice) over (order by o_orderdate, o_orderkey) as running
from orders where o_custkey = 7 order by o_orderdate, o_orderkey
--! moving average with a frame of rows
select month, round(avg(total) over (order by month rows between 2 preceding and current row), 2) as moving
from (select date_trunc('month', o_orderdate)::date as month, sum(o_totalprice) as total from orders group by 1) m order by month
--! frame by range of an interval
select o_orderdate, count(*) over (order by o_orderdate range between interval '7 days' preceding and current row) as week
from orders where o_custkey < 30 order by o_orderdate, 2
--! frame by groups, excluding ties
select o_orderdate, o_totalprice, avg(o_totalprice) over (order by o_orderdate groups between 1 preceding and 1 following exclude ties)::numeric(12, 2) as around
from orders where o_custkey = 13 order by 1, 2
--! frame excluding the current row
select l_linenumber, l_quantity, sum(l_quantity) over (rows between unbounded preceding and unbounded following exclude current row) as others
from lineitem where l_orderkey = 1 order by l_linenumber
--! ranks
select n_name, s_name, s_acctbal, rank() over w, dense_rank() over w, row_number() over w, ntile(4) over w
from supplier join nation on n_nationkey = s_nationkey window w as (partition by n_name order by s_acctbal desc, s_suppkey) order by n_name, s_acctbal desc
--! percent rank and distribution
select s_suppkey, round(percent_rank() over (order by s_acctbal)::numeric, 5) as percent, round(cume_dist() over (order by s_acctbal)::numeric, 5) as share from supplier order by s_suppkey
--! lag and lead
select year, total, total - lag(total) over (order by year) as growth, lead(total, 1, 0.0) over (order by year) as following
from (select extract(year from o_orderdate)::int as year, sum(o_totalprice) as total from orders group by 1) y order by year
--! first, last and nth value
select distinct c_nationkey, first_value(c_name) over w as richest, last_value(c_name) over w as poorest, nth_value(c_name, 2) over w as second
from customer window w as (partition by c_nationkey order by c_acctbal desc, c_custkey rows between unbounded preceding and unbounded following) order by 1
--! top three of each group
select * from (select p_brand, p_name, p_retailprice, row_number() over (partition by p_brand order by p_retailprice desc, p_partkey) as place from part) t where place <= 3 order by p_brand, place
--! share of the whole
select r_name, revenue, round(100 * revenue / sum(revenue) over (), 2) as percent
from (select r_name, sum(o_totalprice) as revenue from orders join customer on c_custkey = o_custkey join nation on n_nationkey = c_nationkey join region on r_regionkey = n_regionkey group by r_name) t order by revenue desc
--! window inheriting a window
select o_orderkey, sum(o_totalprice) over (w order by o_orderdate, o_orderkey) as so_far, sum(o_totalprice) over w as in_all
from orders where o_custkey in (1, 4) window w as (partition by o_custkey) order by o_orderkey
--! filtered window
select o_orderkey, count(*) filter (where o_orderstatus = 'F') over (order by o_orderkey) as fulfilled from orders where o_orderkey < 200 order by o_orderkey
--! gaps and islands
select min(day) as first_day, max(day) as last_day, count(*) as days
from (select day, day - (row_number() over (order by day))::int as island from (select distinct o_orderdate as day from orders where o_custkey < 500 and o_orderdate < '1992-06-01') d) i group by island order by 1
--! sessions by pauses
select o_custkey, session, count(*) as orders from (
  select o_custkey, o_orderdate, sum(starts) over (partition by o_custkey order by o_orderdate, o_orderkey) as session from (
    select o_custkey, o_orderdate, o_orderkey, case when o_orderdate - lag(o_orderdate) over (partition by o_custkey order by o_orderdate, o_orderkey) > 180 then 1 else 0 end as starts
    from orders where o_custkey < 20) a) b group by 1, 2 order by 1, 2
--! year over year by month
select month, total, lag(total, 12) over (order by month) as year_before from (
  select date_trunc('month', o_orderdate)::date as month, sum(o_totalprice) as total from orders group by 1) t order by month
--! cumulative distinct customers
select year, sum(fresh) over (order by year) as customers_so_far from (
  select year, count(*) as fresh from (select min(extract(year from o_orderdate))::int as year from orders group by o_custkey) f group by year) g order by year
--! pareto
with revenue as (select p_brand, sum(l_extendedprice) as r from lineitem join part on p_partkey = l_partkey group by p_brand)
select p_brand, r, round(sum(r) over (order by r desc) / sum(r) over (), 4) as share from revenue order by r desc
