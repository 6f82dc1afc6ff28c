--! technique memory-text: a text so long that the server has trouble
--! tells ^20000000$
select length(repeat('x', 20000000))
--!
select length(lpad('', 20000000, 'x'))
--!
select length(rpad('x', 20000000))
--!
select length(format('%20000000s', ''))
--!
select octet_length(repeat('ab', 10000000)::bytea)
--! tells ^20000000$
select length(regexp_replace(repeat('a', 200000), 'a', repeat('b', 100), 'g'))
--!
select length(replace(repeat('a', 200000), 'a', repeat('b', 100)))
--! tells ^1\d{7}$
with recursive d(t, n) as (select 'x', 0 union all select t || t, n + 1 from d where n < 24) select max(length(t)) from d

--! technique memory-array: an array of that kind
--! tells ^5000000$
select cardinality(array_fill(1::bigint, array[5000000]))
--! tells ^1000000$
select array_length(string_to_array(repeat(',', 999999), ','), 1)

--! technique wire-value: one value that is too large for the client
--! larger 15000000
select repeat('x', 20000000)
--!
select lpad('x', 20000000, 'y') as a
--!
select array_to_json(array_fill(repeat('x', 100), array[200000]))
--!
select string_agg(o_clerk || o_comment, '') from orders, generate_series(1, 20)

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
