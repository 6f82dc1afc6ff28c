--! technique memory-text: a text so long that the server has trouble
--! tells ^50000000$
select length(repeat('x', 50000000))
--!
select length(lpad('', 50000000, 'x'))
--!
select length(rpad('x', 50000000))
--!
select length(format('%50000000s', ''))
--!
select octet_length(repeat('ab', 25000000)::bytea)
--! tells ^50000000$
select length(regexp_replace(repeat('a', 500000), 'a', repeat('b', 100), 'g'))
--!
select length(replace(repeat('a', 500000), 'a', repeat('b', 100)))
--! tells ^3\d{7}$
with recursive d(t, n) as (select 'x', 0 union all select t || t, n + 1 from d where n < 25) select max(length(t)) from d

--! technique memory-array: an array of that kind
--! tells ^5000000$
select cardinality(array_fill(1::bigint, array[5000000]))
--!
select array_length(string_to_array(repeat(',', 4999999), ','), 1)

--! technique wire-value: one value that is too large for the client
--! larger 15000000
select repeat('x', 20000000)
--!
select lpad('x', 20000000, 'y') as a
--!
select array_to_json(array_fill('xxxxxxxxxx'::text, array[1500000]))
--!
select string_agg(c_name || c_name || c_name, '') from customer, generate_series(1, 200)

--! technique wire-rows: more rows than the client has room for
--! larger 5000000
select l.* from lineitem l
--!
select l.l_orderkey, o.o_orderdate, o.o_clerk, o.o_comment from lineitem l, orders o where o.o_orderkey < 20 limit 200000
--!
select repeat('x', 100) from generate_series(1, 150000)
--!
table lineitem

--! technique wire-columns: few rows, each of them wide
--! larger 2500000
select repeat('x', 1000000), repeat('y', 1000000), repeat('z', 1000000), o_orderkey from orders limit 4
--!
select array_agg(l) from lineitem l where l_orderkey < 30000
--!
select json_agg(l) from lineitem l where l_orderkey < 30000
