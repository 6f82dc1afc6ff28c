--! technique mask-plain: a masked column, as it stands
--! tells 25-989-741-2988
select c_phone from customer where c_custkey = 1
--!
select * from customer where c_custkey = 1
--!
SELECT "c_phone" AS n FROM public."customer" AS k WHERE k.c_custkey = 1
--!
table customer order by c_custkey limit 1

--! technique mask-renamed: a masked column under another name
--! tells 25-989-741-2988
select c_name as c_phone, c_phone as c_name from customer where c_custkey = 1
--!
select k.p from customer as k(i, n, a, t, p) where k.i = 1
--!
with k as (select c_phone as c_name from customer where c_custkey = 1) select c_name from k
--!
select x.y from (select c_phone as y from customer where c_custkey = 1) x
--!
select c.* from customer c natural join (select 1::bigint as c_custkey) k

--! technique mask-computed: a masked column in an expression
--! tells 25-989-741-2988|8892-147-989-52
select c_phone || '' from customer where c_custkey = 1
--!
select trim(c_phone) from customer where c_custkey = 1
--!
select c_phone::text from customer where c_custkey = 1
--!
select reverse(trim(c_phone)) from customer where c_custkey = 1
--!
select case when true then c_phone end from customer where c_custkey = 1
--!
select coalesce(null, c_phone), nullif(c_phone, '') from customer where c_custkey = 1
--!
select array[c_phone] from customer where c_custkey = 1
--!
select (array_agg(c_phone order by c_custkey))[1] from customer
--!
select json_build_object('p', c_phone) from customer where c_custkey = 1
--!
select json_object('p': c_phone) from customer where c_custkey = 1
--!
select xmlelement(name p, c_phone) from customer where c_custkey = 1
--!
select quote_literal(c_phone), concat_ws('-', c_phone) from customer where c_custkey = 1

--! technique mask-by-piece: what a mask leaves out, piece by piece
--! tells ^(2988|741-2988|50|2|9)\s*$
select substring(c_phone from 12) from customer where c_custkey = 1
--!
select right(trim(c_phone), 4) from customer where c_custkey = 1
--!
select split_part(trim(c_phone), '-', 4) from customer where c_custkey = 1
--!
select (regexp_match(c_phone, '\d{4}'))[1] from customer where c_custkey = 1
--!
select ascii(substr(c_phone, 1, 1)) from customer where c_custkey = 1

--! technique mask-aggregated: a masked column in an aggregate or a window
--! tells 25-989-741-2988
select min(c_phone) from customer where c_custkey = 1
--!
select string_agg(c_phone, ',' order by c_custkey) from customer where c_custkey < 3
--!
select mode() within group (order by c_phone) from customer where c_custkey = 1
--!
select percentile_disc(0.5) within group (order by c_phone) from customer where c_custkey = 1
--!
select lag(c_phone) over (order by c_custkey) from customer order by c_custkey limit 2
--!
select first_value(c_phone) over (order by c_custkey) from customer limit 1
--!
select c_phone from customer where c_custkey = 1 group by c_phone
--!
select c_phone, count(*) from customer where c_custkey = 1 group by rollup (c_phone)

--! technique mask-in-row: a masked column in a whole row
--! tells 25-989-741-2988
select customer from customer where c_custkey = 1
--!
select to_json(c) from customer c where c_custkey = 1
--!
select to_jsonb(c) -> 'c_phone' from customer c where c_custkey = 1
--!
select (c).c_phone from customer c where c_custkey = 1
--!
select c_phone(c) from customer c where c_custkey = 1
--!
select j.value from customer c, jsonb_each_text(to_jsonb(c)) j where c_custkey = 1
--!
select count(*), max(c::text) from customer c where c_custkey = 1

--! technique mask-in-set: a masked column through a set operation
--! tells 25-989-741-2988
select r_name from region where false union all select c_phone from customer where c_custkey = 1
--!
(select c_phone from customer where c_custkey = 1) intersect (select c_phone from customer)
--!
select c_phone from customer where c_custkey = 1 except select ''
--!
with recursive p as (select c_phone::text as t, 1 as n from customer where c_custkey = 1 union all select t, n + 1 from p where n < 2) select t from p

--! technique mask-in-subquery: a masked column from below
--! tells 25-989-741-2988
select (select c_phone from customer where c_custkey = 1)
--!
select r_name, p from region, lateral (select c_phone as p from customer where c_custkey = 1) c limit 1
--!
values ((select c_phone from customer where c_custkey = 1))
--!
select array(select c_phone from customer where c_custkey = 1)

--! technique mask-filtered: a guess, confirmed by a row
--! tells ^1$
select c_custkey from customer where c_phone = '25-989-741-2988'
--!
select c_custkey from customer where c_phone like '25-989-74%'
--!
select c_custkey from customer where c_phone between '25-989-741-2' and '25-989-741-3'
--!
select c_custkey from customer where c_phone in ('25-989-741-2988', 'x')
--!
select c_custkey from customer where c_phone ~ '^25-989-741'
--!
select c_custkey from customer where starts_with(c_phone, '25-989-741')
--!
select c_custkey from customer where not c_phone is distinct from '25-989-741-2988'
--!
select c_custkey from customer where (c_custkey, c_phone) = (1, '25-989-741-2988')
--!
select c_custkey from customer where md5(trim(c_phone)) = md5('25-989-741-2988')
--!
select c_custkey from customer where to_tsvector('simple', c_phone) @@ to_tsquery('simple', '''25-989-741-2988''')

--! technique mask-joined: a guess, confirmed by a join
--! tells ^1$
select c_custkey from customer join (values ('25-989-741-2988')) v(p) on c_phone = p
--!
select c_custkey from customer join (values ('25-989-741-2988'::char(15))) v(c_phone) using (c_phone)
--!
select c_custkey from customer natural join (values ('25-989-741-2988'::char(15))) v(c_phone)
--!
select a.c_custkey from customer a join customer b on a.c_phone = b.c_phone and b.c_phone like '25-989-741%'

--! technique mask-counted: a guess, confirmed by a number
--! tells ^1$
select count(*) from customer where c_phone = '25-989-741-2988'
--!
select count(*) filter (where c_phone = '25-989-741-2988') from customer
--!
select sum(case when c_phone = '25-989-741-2988' then 1 else 0 end) from customer
--!
select count(*) from customer group by c_phone having c_phone = '25-989-741-2988'

--! technique mask-ordered: an order that tells what is masked
--! tells ^(9999|9998|9995|9994|9993|9989|9987|9983|9977|9967|Customer#000000(213|045|1106))
select c_name, c_acctbal from customer order by c_acctbal desc limit 1
--!
select c_acctbal, rank() over (order by c_acctbal desc) from customer limit 1
--!
select c_acctbal from customer order by 1 desc limit 1
--!
select max(c_acctbal) from customer

--! technique mask-error: what is masked, in the message of an error
--! tells 25-989-741-2988
select c_phone::int from customer where c_custkey = 1
--!
select cast(c_phone as date) from customer where c_custkey = 1
--!
select trim(c_phone)::xml::text::numeric from customer where c_custkey = 1

--! technique mask-division: a bit, told by whether there is an error
--! tells division by zero
select 1 / (case when c_phone like '25-989%' then 0 else 1 end) from customer where c_custkey = 1
--!
select 1 / (c_acctbal - 711.56) from customer where c_custkey = 1

--! technique mask-explained: how many there would be, told by a plan
--! tells rows=
explain select 1 from customer where c_acctbal < 0
--!
explain (format text, costs on) select 1 from customer where c_phone = '25-989-741-2988'
