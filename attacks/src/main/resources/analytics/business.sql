--! revenue by month and region
select r_name, date_trunc('month', o_orderdate)::date as month, sum(l_extendedprice * (1 - l_discount))::numeric(14, 2) as revenue from lineitem join orders on o_orderkey = l_orderkey join customer on c_custkey = o_custkey join nation on n_nationkey = c_nationkey join region on r_regionkey = n_regionkey where o_orderdate >= '1997-01-01' group by 1, 2 order by 1, 2
--! late deliveries by supplier
select s_name, count(*) as late, round(avg(l_receiptdate - l_commitdate), 1) as days from supplier join lineitem on l_suppkey = s_suppkey where l_receiptdate > l_commitdate group by s_name order by late desc, s_name limit 20
--! customers who never ordered
select n_name, count(*) as silent from customer join nation on n_nationkey = c_nationkey left join orders on o_custkey = c_custkey where o_orderkey is null group by n_name order by silent desc, n_name
--! clerks by orders taken
select o_clerk, count(*) as orders, sum(o_totalprice) as total from orders group by o_clerk order by orders desc, o_clerk limit 10
--! best price of each part
select p_partkey, p_name, min(ps_supplycost) as cheapest, max(ps_supplycost) - min(ps_supplycost) as spread from part join partsupp on ps_partkey = p_partkey where p_partkey <= 30 group by p_partkey, p_name order by p_partkey
--! stock value
select s_nationkey, sum(ps_supplycost * ps_availqty) as value from partsupp join supplier on s_suppkey = ps_suppkey group by 1 order by 2 desc
--! discount effect
select l_discount, count(*) as lines, avg(l_quantity)::numeric(8, 3) as quantity from lineitem group by l_discount order by l_discount
--! returns
select p_mfgr, count(*) filter (where l_returnflag = 'R') as returned, round(100.0 * count(*) filter (where l_returnflag = 'R') / count(*), 2) as percent from lineitem join part on p_partkey = l_partkey group by p_mfgr order by p_mfgr
--! shipping modes over the years
select l_shipmode, count(*) filter (where extract(year from l_shipdate) = 1995) as y1995, count(*) filter (where extract(year from l_shipdate) = 1996) as y1996 from lineitem group by 1 order by 1
--! orders of more than one supplier nation
select o_orderkey, count(distinct s_nationkey) as nations from orders join lineitem on l_orderkey = o_orderkey join supplier on s_suppkey = l_suppkey where o_orderkey < 300 group by 1 having count(distinct s_nationkey) > 3 order by 1
--! customer search by name
select c_custkey, c_name, c_address from customer where c_name like 'Customer#0000000%' order by c_custkey
--! comments that speak of something
select o_orderkey, o_comment from orders where o_comment ilike '%special%requests%' order by o_orderkey limit 10
--! masked columns, read with the right to
select c_custkey, c_phone, c_acctbal from customer order by c_acctbal desc, c_custkey limit 10
--! balance by segment
select c_mktsegment, count(*), avg(c_acctbal)::numeric(10, 2) as average, min(c_acctbal), max(c_acctbal) from customer group by c_mktsegment order by 1
--! page by key
select o_orderkey, o_orderdate from orders where (o_orderdate, o_orderkey) < (date '1995-01-01', 1000) order by o_orderdate desc, o_orderkey desc limit 25
--! page by offset
select p_partkey, p_name from part order by p_partkey limit 10 offset 40
--! one order with its lines as json
select json_build_object('order', o_orderkey, 'lines', (select json_agg(json_build_object('n', l_linenumber, 'q', l_quantity) order by l_linenumber) from lineitem where l_orderkey = o_orderkey)) from orders where o_orderkey in (1, 2, 3) order by o_orderkey
--! time to ship
select percentile_cont(0.5) within group (order by l_shipdate - o_orderdate) as median, percentile_cont(0.95) within group (order by l_shipdate - o_orderdate) as p95 from lineitem join orders on o_orderkey = l_orderkey
--! weekday by hour-like bucket
select to_char(o_orderdate, 'ID') as weekday, width_bucket(extract(day from o_orderdate)::int, 1, 31, 3) as part_of_month, count(*) from orders group by 1, 2 order by 1, 2
--! new and returning
select year, count(*) filter (where n = 1) as first_time, count(*) filter (where n > 1) as returning_orders from (select extract(year from o_orderdate)::int as year, row_number() over (partition by o_custkey order by o_orderdate, o_orderkey) as n from orders) t group by year order by year
--! outliers
select o_orderkey, o_totalprice from orders, (select avg(o_totalprice) as m, stddev(o_totalprice) as s from orders) t where o_totalprice > m + 3 * s order by 2 desc, 1
--! growth as percent
select year, round(100 * (total / lag(total) over (order by year) - 1), 2) as percent from (select extract(year from o_orderdate)::int as year, sum(o_totalprice) as total from orders group by 1) t order by year
--! matrix of segments and priorities
select c_mktsegment, sum(case when o_orderpriority = '1-URGENT' then 1 else 0 end) as urgent, sum(case when o_orderpriority = '5-LOW' then 1 else 0 end) as low from customer join orders on o_custkey = c_custkey group by 1 order by 1
--! quoted names
select "o"."o_orderkey" as "Order", "o"."o_totalprice" as "Total, in $" from "public"."orders" as "o" where "o"."o_orderkey" < 10 order by "Order"
--! comments within
select /* the key; */ r_regionkey, -- and the name
  r_name from region /* nested /* here */ too */ order by 1 -- done
--! dollar quotes
select $$it's; fine$$ as a, $q$and $$ this$q$ as b
--! a semicolon at the end
select count(*) from nation;
--! a question mark and a colon
select '{"a": 1}'::jsonb ? 'a' as has, (array[1, 2, 3])[2:3] as tail, '10:30'::time as half_past, ':name ?' as text
--! upper case
SELECT COUNT(*) AS N, MAX(L_SHIPDATE) AS LAST FROM LINEITEM WHERE L_SHIPMODE IN ('AIR', 'RAIL')
