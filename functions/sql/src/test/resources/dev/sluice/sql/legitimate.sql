--! group plain
select * from orders
--!
select o.* from orders o where o.o_orderkey = 7
--!
select orders.o_orderkey, public.orders.o_totalprice from orders
--!
select "o_orderkey", "orders"."o_clerk" from "public"."orders" where o_clerk like 'Clerk#%' escape '\'
--!
table nation
--!
values (1, 'a'), (2, 'b') order by 1
--!
select 1 as one, 'text' as text, null, true, 1.5e3, b'101', x'1f', E'a\n', U&'\0061', $$dollar$$
--!
select count(*) from lineitem;
--!
select /* a comment; select 2 */ 1 -- and another
--!
select o_orderkey from orders order by o_orderdate desc nulls last, 1 offset 10 limit 5
--!
select o_orderkey from orders order by o_totalprice fetch first 3 rows with ties
--!
select distinct o_orderstatus, o_orderpriority from orders
--!
select distinct on (o_custkey) o_custkey, o_orderkey, o_orderdate from orders order by o_custkey, o_orderdate desc
--!
select o_orderkey from only orders where o_orderdate between date '1995-01-01' and date '1995-12-31'
--!
select o_orderkey from orders where o_orderdate between symmetric '1995-12-31' and '1995-01-01' limit all
--!
select o_orderkey from orders where o_comment ilike '%special%' and o_comment not like '%x' or o_comment similar to '%(a|b)%'
--!
select o_orderkey from orders where o_orderstatus in ('O', 'F') and o_clerk is not null and o_totalprice is distinct from 0
--!
select o_orderkey from orders where (o_orderstatus, o_shippriority) = ('O', 0)
--!
select o_orderkey from orders where (o_orderstatus, o_shippriority) in (select 'O', 0)
--!
select o_orderkey, o_totalprice > 1000 as large, not (o_orderstatus = 'O') as done, (o_totalprice > 5) is true from orders

--! group joins
select c_name, o_orderkey from customer join orders on o_custkey = c_custkey
--!
select c.c_name, count(o.o_orderkey) from customer c left join orders o on o.o_custkey = c.c_custkey group by c.c_name
--!
select * from customer full join orders on c_custkey = o_custkey
--!
select n.n_name, r.r_name from nation n cross join region r
--!
select n_name from nation natural join (select 1 as n_regionkey) r
--!
select n_regionkey, k.n_regionkey from nation join (values (1)) r(n_regionkey) using (n_regionkey) as k
--!
select j.n_name from (nation join region on n_regionkey = r_regionkey) as j
--!
select a.n_name, b.n_name from nation a, nation b where a.n_nationkey < b.n_nationkey
--!
select c_name, latest.o_orderkey from customer, lateral (select o_orderkey from orders where o_custkey = c_custkey order by o_orderdate desc limit 1) latest
--!
select c_name, l.n from customer c left join lateral (select count(*) as n from orders o where o.o_custkey = c.c_custkey) l on true
--!
select r_name, s.i from region, generate_series(1, r_regionkey) as s(i)
--!
select r_name, i from region cross join lateral generate_series(1, 3) as i
--!
select u.a, u.b from unnest(array[1, 2], array['x', 'y']) as u(a, b)
--!
select w, n from unnest(array['a', 'b']) with ordinality as t(w, n)
--!
select * from rows from (generate_series(1, 3), unnest(array['a', 'b'])) with ordinality as t(a, b, n)

--! group subqueries
select c_name, (select max(o_totalprice) from orders where o_custkey = c_custkey) as largest from customer
--!
select c_name from customer where exists (select * from orders where o_custkey = c_custkey)
--!
select c_name from customer where not exists (select 1 from orders where o_custkey = c_custkey)
--!
select c_name from customer where c_custkey in (select o_custkey from orders)
--!
select c_name from customer where c_acctbal > all (select s_acctbal from supplier)
--!
select c_name from customer where c_acctbal >= any (select s_acctbal from supplier)
--!
select c_name from customer where c_nationkey = any (array[1, 2, 3])
--!
select array(select n_name from nation order by 1) as names
--!
select x.total from (select sum(o_totalprice) as total, o_custkey from orders group by o_custkey) x where x.total > 100
--!
select max(n) from (select count(*) as n from orders group by o_custkey)
--!
select sum, avg from (select sum(o_totalprice), avg(o_totalprice) from orders) t
--!
select t.column1, t.column2 from (values (1, 'a')) t
--!
select (select n_name from nation where n_nationkey = 1), (select count(*) from region)

--! group with
with big as (select * from orders where o_totalprice > 1000) select count(*), max(o_orderdate) from big
--!
with a as (select 1 as x), b as (select x + 1 as y from a) select a.x, b.y from a, b
--!
with orders as (select o_orderkey as k from orders) select k from orders
--!
with t(a, b) as (select o_orderkey, o_custkey from orders) select t.a, b from t
--!
with t as materialized (select 1 as x) select * from t
--!
with t as not materialized (select 1 as x) select x from t
--!
with recursive r(n) as (select 1 union all select n + 1 from r where n < 10) select sum(n) from r
--!
with recursive r as (values (1, 'a') union select column1 + 1, column2 from r where column1 < 5) select * from r
--!
with recursive r(n, path) as (select n_nationkey, array[n_nationkey] from nation where n_nationkey = 0 union all select n.n_nationkey, r.path || n.n_nationkey from r join nation n on n.n_regionkey = r.n) select n, path, cardinality(path) from r
--!
with recursive r(n) as (select 1 union all select n + 1 from r where n < 5) search depth first by n set o cycle n set c using p select n, o, c, p from r
--!
with recursive b as (select x from a), a as (select 1 as x) select * from b
--!
with x as (select 1 as a) select (with y as (select a from x) select a from y)
--!
select * from (with x as (select 1 as a) select a from x) s where s.a = 1

--! group grouping
select o_orderstatus, count(*), sum(o_totalprice) from orders group by o_orderstatus having count(*) > 5 order by 2 desc
--!
select date_trunc('month', o_orderdate) as month, sum(o_totalprice) from orders group by month order by month
--!
select extract(year from o_orderdate) as y, count(*) from orders group by 1 order by 1
--!
select o_orderstatus, o_orderpriority, sum(o_totalprice) from orders group by rollup (o_orderstatus, o_orderpriority)
--!
select o_orderstatus, o_orderpriority, grouping(o_orderstatus, o_orderpriority), count(*) from orders group by cube (o_orderstatus, o_orderpriority)
--!
select o_orderstatus, o_orderpriority, count(*) from orders group by grouping sets ((o_orderstatus), (o_orderpriority), (o_orderstatus, o_orderpriority), ())
--!
select o_orderstatus, o_clerk, count(*) from orders group by distinct o_orderstatus, rollup (o_clerk, o_orderstatus)
--!
select count(*) filter (where o_orderstatus = 'O') as open, count(distinct o_custkey) as customers from orders
--!
select percentile_cont(0.5) within group (order by o_totalprice) as median, percentile_disc(array[0.1, 0.9]) within group (order by o_totalprice) from orders
--!
select mode() within group (order by o_orderpriority), rank(1000) within group (order by o_totalprice) from orders
--!
select string_agg(n_name, ', ' order by n_name), array_agg(distinct n_regionkey) from nation
--!
select stddev(o_totalprice), var_samp(o_totalprice), corr(o_totalprice, o_shippriority), regr_slope(o_totalprice, o_shippriority) from orders
--!
select bool_and(o_totalprice > 0), every(o_totalprice > 0), bit_or(o_shippriority), any_value(o_clerk) from orders
--!
select width_bucket(o_totalprice, 0, 500000, 10) as bucket, count(*), repeat('#', least(count(*) / 10, 50)::int) from orders group by bucket order by bucket
--!
select o_custkey, sum(o_totalprice) / nullif(count(*), 0) as mean from orders group by o_custkey

--! group windows
select o_orderkey, row_number() over (order by o_orderdate) from orders
--!
select o_orderkey, rank() over w, dense_rank() over w, percent_rank() over w, cume_dist() over w, ntile(4) over w from orders window w as (partition by o_custkey order by o_totalprice desc)
--!
select o_orderkey, lag(o_totalprice, 1, 0) over (partition by o_custkey order by o_orderdate), lead(o_orderdate) over (partition by o_custkey order by o_orderdate) from orders
--!
select o_orderdate, sum(o_totalprice) over (order by o_orderdate rows between 6 preceding and current row) from orders
--!
select o_orderdate, avg(o_totalprice) over (order by o_orderdate range between interval '7 days' preceding and current row exclude current row) from orders
--!
select o_orderdate, count(*) over (order by o_orderdate groups between unbounded preceding and 1 following) from orders
--!
select first_value(o_orderkey) over w, last_value(o_orderkey) over w, nth_value(o_orderkey, 2) over (w rows unbounded preceding) from orders window w as (partition by o_custkey order by o_orderdate)
--!
select o_custkey, sum(o_totalprice) filter (where o_orderstatus = 'O') over (partition by o_custkey) from orders
--!
select * from (select o_custkey, o_orderkey, row_number() over (partition by o_custkey order by o_totalprice desc) as n from orders) t where n <= 3
--!
select o_orderstatus, sum(sum(o_totalprice)) over (order by o_orderstatus) from orders group by o_orderstatus

--! group sets
select n_name from nation union select r_name from region order by 1
--!
select n_name as name from nation union all select r_name from region order by name limit 5
--!
select n_nationkey from nation except select c_nationkey from customer intersect all select s_nationkey from supplier
--!
(select 1 order by 1 limit 1) union all (select 2) union all values (3)
--!
select * from (select o_custkey as k from orders union select c_custkey from customer) u where k > 5

--! group text
select upper(c_name), lower(c_name), initcap(c_name), length(c_name), left(c_name, 3), right(c_name, 3), reverse(c_name) from customer
--!
select c_name || ' of ' || c_mktsegment, concat(c_name, 1), concat_ws(', ', c_name, c_address) from customer
--!
select substring(c_name from 2 for 3), substring(c_name, 2), substr(c_name, 1, 2), trim(both ' ' from c_name), overlay(c_name placing 'x' from 1 for 1), position('a' in c_name), strpos(c_name, 'a') from customer
--!
select split_part(c_name, '#', 2), regexp_replace(c_name, '\d+', 'n', 'g'), regexp_match(c_name, '(\d+)'), regexp_count(c_name, '0'), regexp_substr(c_name, '\d+') from customer
--!
select replace(replace(c_name, 'a', 'bb'), '#', ' number '), translate(c_name, 'abc', 'xyz'), lpad(c_custkey::text, 10, '0'), rpad(c_name, 30) from customer
--!
select repeat('=', 80), repeat('-', 80), repeat('=', 80), repeat('-', 80), rpad(c_name, 40) || lpad(c_phone, 20) from customer
--!
select replace(replace(replace('{a} {b} {c}', '{a}', c_name), '{b}', c_address), '{c}', c_phone) from customer
--!
select format('%s has %I and %L, %-10s|', c_name, c_mktsegment, c_address, 1), repeat('-', 80), md5(c_name), encode(sha256(c_name::bytea), 'hex') from customer
--!
select regexp_split_to_table(c_comment, '\s+') as word, count(*) from customer group by word order by 2 desc
--!
select s, m[1] from unnest(string_to_array('a,b', ',')) as s, regexp_matches(s, '(.)', 'g') as m
--!
select c_name collate "C", c_name < 'x' collate "en_US", ascii(c_name), chr(65), starts_with(c_name, 'C'), c_name ^@ 'C', normalize(c_name), c_name is normalized from customer
--!
select to_char(c_acctbal, 'FM999,999.00'), to_number('12', '99'), quote_ident(c_name), quote_literal(c_name) from customer
--!
select char_length(c_name), octet_length(c_name), bit_length(c_name), btrim(c_name), ltrim(c_name, 'C'), convert_from(convert_to(c_name, 'UTF8'), 'UTF8') from customer

--! group dates
select current_date, current_timestamp, localtime, localtimestamp(0), now(), clock_timestamp() - now()
--!
select o_orderdate + interval '1 month', o_orderdate - 7, age(o_orderdate), age(now(), o_orderdate), date_part('dow', o_orderdate) from orders
--!
select date_trunc('week', o_orderdate), date_bin('15 minutes', o_orderdate::timestamp, timestamp '2000-01-01'), to_char(o_orderdate, 'YYYY-"Q"Q') from orders
--!
select timestamp '2024-01-01 12:00' at time zone 'UTC' at time zone 'Europe/Berlin', timestamptz '2024-01-01 12:00+00' at time zone interval '2 hours'
--!
select make_date(2024, 2, 29), make_interval(days => 3), make_timestamptz(2024, 1, 1, 0, 0, 0, 'UTC'), to_date('2024', 'YYYY'), to_timestamp(0)
--!
select (date '2024-01-01', date '2024-02-01') overlaps (date '2024-01-15', interval '1 day')
--!
select d::date, count(o_orderkey) from generate_series(date '1995-01-01', date '1995-12-01', interval '1 month') as d left join orders on date_trunc('month', o_orderdate) = d group by 1 order by 1
--!
select justify_interval(interval '40 days'), isfinite(current_date), interval '1' day, interval '1-2' year to month, extract(epoch from interval '1 day'), cast('2024-01-01' as date)

--! group numbers
select abs(c_acctbal), ceil(c_acctbal), floor(c_acctbal), round(c_acctbal, 1), trunc(c_acctbal), sign(c_acctbal), sqrt(abs(c_acctbal)), power(2, 10), 2 ^ 10, |/ 16, 17 % 5, mod(17, 5) from customer
--!
select ln(10), log(2, 8), exp(1), pi(), sin(1), degrees(1), gcd(12, 18), lcm(4, 6), factorial(5), greatest(1, 2, 3), least(1, 2), random() < 2
--!
select c_acctbal::int, c_acctbal::numeric(12, 2), cast(c_acctbal as double precision), '12'::integer, 5 / 2.0, @ -5, 1 & 3, 1 | 2, 1 # 3, ~1, 1 << 4 from customer
--!
select bit_count(b'1011'), to_hex(255), '255'::bit(8), 5::bit(4), b'1'::varbit
--!
select random_normal(0, 1) is not null, scale(1.50), min_scale(1.50), trim_scale(1.50), div(7, 2), cbrt(27)

--! group json
select jsonb_build_object('name', c_name, 'balance', c_acctbal) from customer
--!
select json_agg(c) from (select c_name, c_acctbal from customer) c
--!
select row_to_json(o), to_jsonb(o.*) from orders o
--!
select jsonb_agg(jsonb_build_object('k', o_orderkey) order by o_orderkey) filter (where o_orderkey > 1) from orders
--!
select '{"a": {"b": [1, 2]}}'::jsonb -> 'a' ->> 'b', '{"a": 1}'::jsonb #>> '{a}', '{"a": 1}'::jsonb @> '{"a": 1}', '{"a": 1}'::jsonb ? 'a', '{"a": 1}'::jsonb ?| array['a'], '{"a": 1}'::jsonb - 'a', '[1]'::jsonb || '[2]'
--!
select jsonb_path_query('{"a": [1, 2]}', '$.a[*] ? (@ > 1)'), '{"a": 1}'::jsonb @? '$.a', '{"a": 1}'::jsonb @@ '$.a == 1', jsonb_path_exists('{}', '$.a')
--!
select e.key, e.value from jsonb_each('{"a": 1}') as e
--!
select key, value from jsonb_each_text('{"a": 1}')
--!
select value ->> 'a' from jsonb_array_elements('[{"a": 1}]')
--!
select e ->> 'a' from jsonb_array_elements('[{"a": 1}]') as e
--!
select e.value, n from jsonb_array_elements('[1]') with ordinality as e(value, n)
--!
select r.a, r.b from jsonb_to_recordset('[{"a": 1, "b": "x"}]') as r(a int, b text)
--!
select x.a from json_to_record('{"a": 1}') as x(a numeric(10, 2))
--!
select (jsonb_each('{"a": 1}')).key, (jsonb_each('{"a": 1}')).*
--!
select json_object('a': 1, 'b': null absent on null), json_array(1, 2 returning jsonb), json_array(select n_name from nation), json_objectagg(n_name: n_nationkey), json_arrayagg(n_name order by n_name) from nation
--!
select json_value('{"a": 1}', '$.a' returning int default 0 on error), json_exists('{}', '$.a'), json_query('{"a": [1]}', '$.a' with wrapper), '{}' is json object, json('{}'), json_scalar(1), json_serialize('{}')
--!
select t.id, t.name from json_table('[{"n": "x"}]', '$[*]' columns (id for ordinality, name text path '$.n', nested path '$.x[*]' columns (y int path '$'))) as t
--!
select jsonb_set('{"a": 1}', '{a}', '2'), jsonb_pretty('{}'), jsonb_typeof('1'), jsonb_array_length('[1]'), jsonb_strip_nulls('{}'), jsonb_object_keys('{"a": 1}'), to_json(array[1])

--! group arrays and ranges
select array[1, 2] || 3, array[1, 2] && array[2], array[1, 2] @> array[1], (array[1, 2, 3])[2], (array[1, 2, 3])[1:2], array_length(array[1], 1), array_position(array['a'], 'a')
--!
select unnest(array[1, 2]), generate_subscripts(array[1, 2], 1), array_to_string(array['a'], ','), array_remove(array[1], 1), array_append(array[1], 2), array_fill(0, array[3, 3])
--!
select array_agg(array[1, 2]), '{1,2}'::int[], (array[[1, 2], [3, 4]])[1][2]
--!
select int4range(1, 10) @> 5, daterange('2024-01-01', '2024-02-01') && daterange('2024-01-15', null), lower(int4range(1, 5)), upper_inf(numrange(1, null)), isempty('empty'::int4range)
--!
select range_agg(daterange(o_orderdate, o_orderdate + 1)) from orders
--!
select tstzrange(now(), now() + interval '1 hour', '[)') * tstzrange(now(), null), int4range(1, 3) -|- int4range(3, 5), '{[1,2)}'::int4multirange

--! group full text
select ts_rank(to_tsvector('english', o_comment), plainto_tsquery('english', 'special request')) as score, o_orderkey from orders where to_tsvector('english', o_comment) @@ plainto_tsquery('english', 'special request') order by score desc
--!
select ts_headline('english', o_comment, websearch_to_tsquery('"pending deposits" -x')), to_tsquery('a & b') || 'c'::tsquery, phraseto_tsquery('a b') from orders
--!
select lexeme, count(*) from orders, unnest(to_tsvector('english', o_comment)) group by lexeme
--!
select setweight(to_tsvector('a'), 'A') || to_tsvector('b'), numnode('a & b'::tsquery), strip(to_tsvector('a')), ts_rewrite('a'::tsquery, 'a'::tsquery, 'b'::tsquery), tsvector_to_array(to_tsvector('a'))

--! group samples, rows and types
select avg(o_totalprice) from orders tablesample bernoulli (10) repeatable (42)
--!
select count(*) from lineitem as l tablesample system (1) where l.l_quantity > 10
--!
select o from orders o limit 1
--!
select count(o), count(o.*) from orders o
--!
select (o).o_orderkey from orders o
--!
select key, value from (select (jsonb_each('{"a": 1}')).*) s
--!
select (e).key, (e).value from (select jsonb_each('{"a": 1}') as e) s
--!
select (r).a from (select t as r from (select 1 as a, 2 as b) t) x
--!
select xmlelement(name nation, xmlattributes(n_nationkey as key), n_name)::text, xmlserialize(content xmlforest(n_regionkey as region) as text), xmlagg(xmlelement(name x)) from nation group by 1, n_regionkey, n_nationkey, n_name
--!
select row(1, 'a'), (row(1, 2)).f1, row(o_orderkey, o_custkey) is null from orders
--!
select pg_typeof(o_totalprice), pg_column_size(o_comment), num_nulls(o_clerk, o_comment), coalesce(o_clerk, 'none'), pg_size_pretty(1024::bigint) from orders
--!
select case when o_totalprice > 1000 then 'large' when o_totalprice > 10 then 'medium' else 'small' end as size, case o_orderstatus when 'O' then 1 end from orders
--!
select inet '10.0.0.1' << inet '10.0.0.0/8', host('10.0.0.1'), point(1, 2) <-> point(3, 4), box '((0,0),(1,1))' @> point '(0.5,0.5)', '1 day'::interval, 'a'::char(3), uuid '00000000-0000-0000-0000-000000000000', gen_random_uuid() is not null
--!
select 1 operator(pg_catalog.+) 2, pg_catalog.lower('A'), pg_catalog.count(*), cast(1 as pg_catalog.int4)
--!
explain select * from orders where o_orderkey = 1
--!
explain (verbose, costs off, format json, summary) select count(*) from lineitem
--!
explain (analyze false, settings off, costs 0) table region
--!
explain verbose with x as (select 1) select * from x

--! group whole questions
with monthly as (select date_trunc('month', o_orderdate) as month, sum(o_totalprice) as revenue from orders group by 1) select month, revenue, revenue - lag(revenue) over (order by month) as change, round(100 * (revenue / nullif(lag(revenue) over (order by month), 0) - 1), 1) as percent, sum(revenue) over (order by month) as so_far from monthly order by month
--!
with firsts as (select o_custkey, min(o_orderdate) as first from orders group by o_custkey), cohort as (select date_trunc('quarter', f.first) as quarter, o.o_custkey, o.o_orderdate - f.first as days from firsts f join orders o using (o_custkey)) select quarter, count(distinct o_custkey) as size, count(distinct o_custkey) filter (where days between 1 and 90) as back from cohort group by quarter order by quarter
--!
select c_mktsegment, n_name, sum(l_extendedprice * (1 - l_discount)) as revenue, rank() over (partition by c_mktsegment order by sum(l_extendedprice * (1 - l_discount)) desc) from customer join orders on c_custkey = o_custkey join lineitem on l_orderkey = o_orderkey join nation on c_nationkey = n_nationkey group by c_mktsegment, n_name order by 1, 4
--!
with gaps as (select o_custkey, o_orderdate, o_orderdate - lag(o_orderdate) over (partition by o_custkey order by o_orderdate) > 60 as is_new from orders), islands as (select *, count(*) filter (where is_new) over (partition by o_custkey order by o_orderdate) as island from gaps) select o_custkey, island, min(o_orderdate), max(o_orderdate), count(*) from islands group by o_custkey, island
--!
select o_orderpriority, round(100.0 * count(*) / sum(count(*)) over (), 2) as share from orders group by o_orderpriority order by share desc
--!
select segment, balance_quartile, count(*) from (select c_mktsegment as segment, ntile(4) over (order by c_acctbal) as balance_quartile from customer) q group by segment, balance_quartile order by segment, balance_quartile
