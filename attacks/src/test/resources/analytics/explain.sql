--! plan: explain
explain (costs off) select count(*) from orders where o_orderdate > '1995-01-01'
--! plan: explain as json
explain (format json, costs off) select n_name from nation join region on r_regionkey = n_regionkey
--! plan: explain verbose
explain (verbose, costs off, settings off) select o_custkey, sum(o_totalprice) from orders group by o_custkey
--! plan: explain, not analyzed
explain (analyze false, costs false) table region
