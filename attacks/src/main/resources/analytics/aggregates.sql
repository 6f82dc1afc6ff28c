--! median and quartiles
select o_orderpriority, percentile_cont(array[0.25, 0.5, 0.75]) within group (order by o_totalprice) as quartiles
from orders group by o_orderpriority order by 1
--! continuous percentile over dates as seconds
select percentile_cont(0.9) within group (order by l_receiptdate - l_shipdate) as p90_days from lineitem
--! discrete percentile
select o_orderstatus, percentile_disc(0.5) within group (order by o_totalprice) as median
from orders group by o_orderstatus order by o_orderstatus
--! mode
select l_returnflag, mode() within group (order by l_shipmode) as usual_mode
from lineitem group by l_returnflag order by l_returnflag
--! hypothetical rank
select rank(100000) within group (order by o_totalprice desc) as would_be,
  dense_rank(100000) within group (order by o_totalprice desc) as dense,
  round(percent_rank(100000) within group (order by o_totalprice desc)::numeric, 6) as percent,
  round(cume_dist(100000) within group (order by o_totalprice desc)::numeric, 6) as cume
from orders
--! filtered aggregates
select n_name, count(*) filter (where c_acctbal < 0) as in_debt, count(*) as customers,
  round(avg(c_acctbal) filter (where c_acctbal > 0), 2) as average_credit
from customer join nation on n_nationkey = c_nationkey group by n_name order by n_name
--! pivot by filter
select extract(year from o_orderdate)::int as year,
  sum(o_totalprice) filter (where o_orderstatus = 'O') as open,
  sum(o_totalprice) filter (where o_orderstatus = 'F') as fulfilled,
  sum(o_totalprice) filter (where o_orderstatus = 'P') as partly
from orders group by 1 order by 1
--! rollup
select r_name, n_name, count(*) as suppliers
from supplier join nation on s_nationkey = n_nationkey join region on n_regionkey = r_regionkey
group by rollup (r_name, n_name) order by r_name nulls last, n_name nulls last
--! cube
select l_returnflag, l_linestatus, sum(l_quantity) as quantity, grouping(l_returnflag, l_linestatus) as level
from lineitem group by cube (l_returnflag, l_linestatus) order by level, 1, 2
--! grouping sets
select p_mfgr, p_size, count(*) as parts from part where p_size <= 5
group by grouping sets ((p_mfgr), (p_size), ()) order by p_mfgr nulls last, p_size nulls last
--! grouping sets combined
select o_orderstatus, o_orderpriority, extract(year from o_orderdate) as year, count(*)
from orders group by distinct o_orderstatus, rollup (o_orderpriority), cube (extract(year from o_orderdate))
order by 1, 2 nulls last, 3 nulls last
--! statistics of one variable
select round(stddev_samp(o_totalprice), 4) as sd, round(stddev_pop(o_totalprice), 4) as sdp,
  round(variance(o_totalprice), 2) as var, round(var_pop(o_totalprice), 2) as varp from orders
--! correlation and regression
select round(corr(l_quantity::float8, l_extendedprice::float8)::numeric, 6) as r,
  round(regr_slope(l_extendedprice::float8, l_quantity::float8)::numeric, 4) as slope,
  round(regr_intercept(l_extendedprice::float8, l_quantity::float8)::numeric, 2) as intercept,
  round(regr_r2(l_extendedprice::float8, l_quantity::float8)::numeric, 6) as r2,
  regr_count(l_extendedprice::float8, l_quantity::float8) as n
from lineitem where l_orderkey < 5000
--! covariance
select round(covar_pop(ps_availqty::float8, ps_supplycost::float8)::numeric, 3) as pop,
  round(covar_samp(ps_availqty::float8, ps_supplycost::float8)::numeric, 3) as samp from partsupp where ps_partkey < 500
--! distinct counts
select count(distinct o_custkey) as customers, count(distinct o_clerk) as clerks, count(distinct (o_orderstatus, o_orderpriority)) as kinds from orders
--! string aggregate
select r_name, string_agg(trim(n_name), ', ' order by n_name) as nations
from region join nation on n_regionkey = r_regionkey group by r_name order by r_name
--! array aggregate
select o_custkey, array_agg(o_orderkey order by o_orderdate desc) as orders
from orders where o_custkey < 20 group by o_custkey order by o_custkey
--! array aggregate distinct
select p_mfgr, array_agg(distinct p_size order by p_size) as sizes from part where p_partkey < 100 group by p_mfgr order by p_mfgr
--! boolean aggregates
select l_orderkey, bool_and(l_receiptdate <= l_commitdate) as all_in_time, bool_or(l_returnflag = 'R') as any_returned, every(l_quantity > 0) as sane
from lineitem where l_orderkey < 60 group by l_orderkey order by l_orderkey
--! bit aggregates
select bit_or(p_size) as any_bit, bit_and(p_size) as all_bits, bit_xor(p_size) as odd_bits from part
--! min and max of text and date
select min(o_orderdate), max(o_orderdate), min(o_clerk), max(o_clerk) from orders
--! having
select c_nationkey, avg(c_acctbal)::numeric(12, 2) as average from customer group by c_nationkey having count(*) > 55 and avg(c_acctbal) > 4000 order by 1
--! group by expression and position
select date_trunc('quarter', o_orderdate)::date as quarter, count(*) from orders group by 1 order by 1
--! width_bucket histogram
select width_bucket(o_totalprice, 0, 500000, 10) as bucket, count(*), min(o_totalprice), max(o_totalprice) from orders group by bucket order by bucket
--! width_bucket over thresholds
select width_bucket(c_acctbal, array[-500, 0, 1000, 5000]::numeric[]) as class, count(*) from customer group by class order by class
--! json aggregates
select n_regionkey, json_agg(trim(n_name) order by n_name) as names, jsonb_object_agg(n_nationkey, trim(n_name)) as by_key from nation group by n_regionkey order by n_regionkey
--! any_value
select p_brand, any_value(p_mfgr) as manufacturer, count(*) from part group by p_brand order by p_brand
--! weighted average
select l_shipmode, round(sum(l_extendedprice * l_discount) / sum(l_extendedprice), 6) as weighted from lineitem group by l_shipmode order by l_shipmode
--! aggregate of an aggregate
select avg(n)::numeric(10, 3) as orders_per_customer, max(n) as most from (select count(*) as n from orders group by o_custkey) t
--! range aggregate
select o_orderpriority, range_agg(daterange(o_orderdate, o_orderdate + 30)) as covered from orders where o_orderkey < 300 group by o_orderpriority order by 1
--! range intersection aggregate
select range_intersect_agg(int4range(p_size - 10, p_size + 60)) as common from part
