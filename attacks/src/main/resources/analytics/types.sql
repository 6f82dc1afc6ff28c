--! at time zone
select o_orderkey, (o_orderdate::timestamp at time zone 'UTC') at time zone 'America/New_York' as there from orders where o_orderkey < 8 order by 1
--! date arithmetic
select o_orderkey, o_orderdate + 30 as due, o_orderdate - date '1992-01-01' as day, o_orderdate + interval '1 month 3 days' as later, age(date '1998-12-01', o_orderdate) as age from orders where o_orderkey < 8 order by 1
--! extract and date_part
select extract(isodow from o_orderdate)::int as weekday, count(*), extract(epoch from min(o_orderdate))::bigint as first_second, date_part('doy', max(o_orderdate)) as last_day from orders group by 1 order by 1
--! date_bin and date_trunc in a zone
select date_bin('14 days', o_orderdate::timestamp, timestamp '1992-01-01') as fortnight, count(*) from orders where o_orderdate < '1992-07-01' group by 1 order by 1
--! make_date and to_char
select to_char(make_date(extract(year from o_orderdate)::int, 1, 1), 'YYYY "year"') as year, to_char(sum(o_totalprice), 'FM999,999,999,990.00') as total from orders group by 1 order by 1
--! overlaps
select count(*) from lineitem where (l_shipdate, l_receiptdate) overlaps (date '1995-03-01', date '1995-03-08')
--! interval arithmetic
select l_shipmode, justify_days(sum((l_receiptdate - l_shipdate) * interval '1 day')) as transit, make_interval(days => max(l_receiptdate - l_shipdate)) as longest from lineitem where l_orderkey < 500 group by 1 order by 1
--! generate_series of days, joined
select d::date as day, count(o_orderkey) as orders from generate_series(date '1995-06-01', date '1995-06-30', interval '1 day') d left join orders on o_orderdate = d::date group by d order by d
--! generate_series of numbers with ordinality
select n, o from generate_series(10, 50, 10) with ordinality as g(n, o) order by o
--! date ranges
select o_orderkey from orders where daterange('1995-01-01', '1995-01-08') @> o_orderdate and o_custkey < 800 order by 1
--! range operators
select count(*) from lineitem where daterange(l_shipdate, l_receiptdate, '[]') && daterange('1996-02-01', '1996-02-03') and l_shipdate <= l_receiptdate
--! multiranges
select datemultirange(daterange('1995-01-01', '1995-02-01'), daterange('1995-03-01', '1995-04-01')) @> o_orderdate as inside, count(*) from orders where o_orderdate between '1995-01-01' and '1995-04-30' group by 1 order by 1
--! unnested multirange
select lower(r) as since, upper(r) as until, upper(r) - lower(r) as days from unnest('{[1995-01-01,1995-02-01),[1995-05-01,1995-05-15)}'::datemultirange) r order by 1
--! numeric ranges as classes
select numrange(0, 100000) as class, count(*) from orders where o_totalprice <@ numrange(0, 100000) group by 1
--! arrays
select array[1, 2, 3] || 4 as longer, (array['a', 'b', 'c'])[2:3] as part, array_position(array['x', 'y'], 'y') as place, cardinality(array[[1, 2], [3, 4]]) as cells, array[1, 2] @> array[2] as holds, array[1, 9] && array[9] as shares
--! unnest two arrays
select a, b from unnest(array[1, 2, 3], array['x', 'y']) as u(a, b) order by a
--! array functions on groups
select o_custkey, array_length(k, 1) as n, k[1] as first, array_to_string(k, '|') as all_keys from (select o_custkey, array_agg(o_orderkey order by o_orderkey) as k from orders where o_custkey < 15 group by 1) t order by 1
--! array remove, replace, trim, any
select array_remove(array[1, 2, 1], 1), array_replace(array[1, 2], 2, 5), trim_array(array[1, 2, 3], 1), array_cat(array[1], array[2]), 3 = any (array[1, 3])
--! regular expressions
select count(*) filter (where p_name ~ '^(a|b)') as early, count(*) filter (where p_type ~* 'steel$') as steel, count(*) filter (where p_name !~ 'e') as without_e from part
--! regexp functions
select o_clerk, (regexp_match(o_clerk, '#0*(\d+)'))[1]::int as number, regexp_replace(o_clerk, '\D', '', 'g') as digits, regexp_count(o_clerk, '0') as zeros, regexp_substr(o_clerk, '\d+') as found, regexp_like(o_clerk, 'clerk', 'i') as is_clerk from orders where o_orderkey < 5 order by o_orderkey
--! regexp split and matches
select word, count(*) from part, regexp_split_to_table(p_name, '\s+') as word where p_partkey < 200 group by word order by 2 desc, 1 limit 15
--! regexp_matches
select m[1] as colour from part, regexp_matches(p_name, '\m(gr\w+)', 'g') m where p_partkey < 100 order by 1
--! like, ilike, similar to, escape
select count(*) filter (where p_type like 'PROMO%') as a, count(*) filter (where p_name ilike '%GREEN%') as b, count(*) filter (where p_brand similar to 'Brand#(1|2)_%') as c, count(*) filter (where p_name like '%!_%' escape '!') as d from part
--! string functions
select upper(left(p_name, 5)) as head, initcap(p_name) as title, length(p_name) as size, position('e' in p_name) as place, split_part(p_name, ' ', 2) as second, replace(p_name, ' ', '-') as dashed, lpad(p_partkey::text, 6, '0') as padded, reverse(right(p_name, 3)) as back from part where p_partkey < 6 order by p_partkey
--! string functions of the standard
select overlay('abcdef' placing 'XX' from 2 for 2), substring('abcdef' from 2 for 3), trim(both 'x' from 'xxaxx'), char_length('abc'), octet_length('abc'), lower('ABC'), concat('a', 1, null, 'b'), concat_ws(', ', 'a', null, 'b'), translate('abc', 'ab', 'xy'), strpos('abc', 'c'), starts_with('abc', 'ab')
--! format and quoting
select format('%s has %s', c_name, c_acctbal) as line, quote_ident(c_name) as name, md5(c_name) as hash from customer where c_custkey < 4 order by c_custkey
--! substring of a phone
select substring(c_phone from 1 for 2) as code, count(*) from customer group by 1 order by 1
--! full text match
select count(*) from part where to_tsvector('english', p_name) @@ to_tsquery('english', 'green & !blue')
--! full text rank
select p_partkey, round(ts_rank(to_tsvector('english', p_name), q)::numeric, 4) as rank from part, websearch_to_tsquery('english', 'almond or antique') q where to_tsvector('english', p_name) @@ q order by rank desc, p_partkey limit 10
--! full text headline
select ts_headline('english', p_name, plainto_tsquery('english', 'green'), 'StartSel=<, StopSel=>') from part where to_tsvector('english', p_name) @@ phraseto_tsquery('english', 'green') order by p_partkey limit 3
--! jsonb built and taken apart
select j ->> 'name' as name, (j -> 'balance')::numeric as balance, j #>> '{place,nation}' as nation, j ? 'name' as has, j @> '{"place": {"nation": 1}}' as first from (select jsonb_build_object('name', trim(s_name), 'balance', s_acctbal, 'place', jsonb_build_object('nation', s_nationkey)) as j from supplier where s_suppkey < 12) t order by 1
--! jsonb each and keys
select key, value from jsonb_each_text('{"a": 1, "b": [2, 3], "c": {"d": null}}') order by key
--! jsonb elements
select e ->> 'n' as n from jsonb_array_elements('[{"n": 1}, {"n": 2}]'::jsonb) e order by 1
--! jsonb path
select jsonb_path_query_array('{"lines": [{"q": 3}, {"q": 30}]}'::jsonb, '$.lines[*].q ? (@ > 5)') as large, '{"a": 1}'::jsonb @? '$.a' as has, jsonb_path_exists('{"a": [1, 2]}', '$.a[*] ? (@ == 2)') as two
--! jsonb changed
select jsonb_set('{"a": {"b": 1}}'::jsonb, '{a,b}', '2') as changed, '{"a": 1, "b": 2}'::jsonb - 'a' as less, '{"a": 1}'::jsonb || '{"c": 3}' as more, jsonb_strip_nulls('{"a": null, "b": 1}') as stripped, jsonb_pretty('{"a": 1}') as pretty
--! sql/json constructors
select json_object('key': n_nationkey, 'name': trim(n_name)) as object, json_array(n_nationkey, n_regionkey) as list from nation where n_nationkey < 4 order by n_nationkey
--! sql/json aggregates
select json_arrayagg(trim(n_name) order by n_name) as names, json_objectagg(n_nationkey: trim(n_name)) is json object as is_object from nation where n_regionkey = 1
--! sql/json query functions
select json_value(d, '$.a' returning int) as a, json_query(d, '$.b' with wrapper) as b, json_exists(d, '$.c') as c, d is json as valid from (values ('{"a": 1, "b": [2]}'::jsonb)) v(d)
--! json_table
select t.* from json_table('[{"k": 1, "tags": ["x", "y"]}, {"k": 2, "tags": []}]'::jsonb, '$[*]' columns (n for ordinality, k int path '$.k', nested path '$.tags[*]' columns (tag text path '$'))) t order by n, tag
--! row to json
select row_to_json(t) from (select r_regionkey, trim(r_name) as name from region order by 1) t
--! jsonb to rows
select x.k, x.name from jsonb_to_recordset('[{"k": 1, "name": "a"}, {"k": 2, "name": "b"}]') as x(k int, name text) order by k
--! case and coalesce
select case when c_acctbal < 0 then 'debt' when c_acctbal < 1000 then 'low' else 'fine' end as class, count(*), coalesce(sum(c_acctbal), 0) as total, nullif(count(*), 0) as n from customer group by 1 order by 1
--! simple case
select case r_regionkey when 0 then 'south' when 3 then 'north' else 'elsewhere' end as side, count(*) from region group by 1 order by 1
--! greatest and least
select greatest(1, 5, 3), least('b', 'a'), greatest(date '1995-01-01', date '1994-01-01')
--! numbers
select round(2.5), trunc(-2.7, 0), ceil(1.2), floor(-1.2), mod(7, 3), 7 % 3, power(2, 10), sqrt(16.0), exp(0.0), ln(1.0), log(100.0), abs(-3), sign(-2.5), div(7, 2), gcd(12, 18), lcm(4, 6), factorial(5), pi() > 3.14 as pi
--! casts
select '12'::int + 1 as a, cast('1.50' as numeric(4, 1)) as b, 1::boolean as c, '1995-01-01'::date as d, 'a'::char(3) || 'b' as e, 5::text || 'x' as f, '{1,2}'::int[] as g, '10.0.0.1'::inet as h, 3.7::int as i
--! null tests
select null is null as a, 1 is not distinct from 1 as b, null is distinct from 1 as c, (null = 1) is unknown as d, num_nulls(1, null, 2) as e, num_nonnulls(1, null) as f, true is not false as g
--! between and between symmetric
select count(*) filter (where o_totalprice between 100000 and 200000) as a, count(*) filter (where o_totalprice between symmetric 200000 and 100000) as b from orders
--! bits
select 5 & 3 as a, 5 | 3 as b, 5 # 3 as c, ~5 as d, 1 << 4 as e, B'101' || B'1' as f, bit_count(B'1011') as g, get_bit(B'100', 0) as h
--! bytes
select encode(sha256('abc'::bytea), 'hex') as hash, encode('abc'::bytea, 'base64') as b64, length('\x0102'::bytea) as n, decode('ff00', 'hex') as raw
--! networks
select inet '10.1.2.3' << cidr '10.0.0.0/8' as inside, host(inet '10.1.2.3/24') as host, network(inet '10.1.2.3/24') as net, masklen(cidr '10.0.0.0/8') as bits
--! geometry
select point(1, 2) <-> point(4, 6) as distance, box(point(0, 0), point(2, 2)) @> point(1, 1) as inside, area(box(point(0, 0), point(2, 3))) as area
--! text to date and back
select to_date('15 Mar 1995', 'DD Mon YYYY') as day, to_timestamp('1995-03-15 10:20', 'YYYY-MM-DD HH24:MI')::timestamp as moment, to_number('1,234.50', '9,999.99') as amount, to_char(date '1995-03-15', 'IYYY-"W"IW') as week
--! uuid and enum-like text
select 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid as id, array_position(array['O', 'P', 'F'], o_orderstatus::text) as rank, count(*) from orders group by 2 order by 2
--! collate
select n_name from nation order by n_name collate "C" desc limit 3
--! row values
select row(1, 'a') = row(1, 'a') as same, (r).a from (select row_to_json(t)::jsonb as j, t as r from (select 1 as a, 2 as b) t) x
--! xml
select xmlelement(name nation, xmlattributes(n_nationkey as key), trim(n_name))::text as element, xmlforest(n_regionkey as region)::text as forest from nation where n_nationkey < 3 order by n_nationkey
--! subscripts
select ('{"a": [10, 20]}'::jsonb)['a'][1] as second, (array[[1, 2], [3, 4]])[2][1] as three
--! current date, without its value
select current_date > date '2020-01-01' as after, now() - interval '1 day' < now() as yesterday, extract(year from current_timestamp) > 2020 as this_year
