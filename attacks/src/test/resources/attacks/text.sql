--! technique comment-hidden: a semicolon that a naive reader takes for a comment's
--! changed select count(*) from trap
select 1 /* ; */; insert into trap (note) values ('hidden')
--!
select 1 -- ' /*
; insert into trap (note) values ('hidden') --*/
--!
/* select */ insert into trap (note) values ('hidden')
--!
-- select
insert into trap (note) values ('hidden')
--!
select '/*'; insert into trap (note) values ('hidden'); select '*/'

--! technique comment-nested: PostgreSQL's comments nest, others' do not
--! changed select count(*) from trap
/* /* */ select 1 */ insert into trap (note) values ('nested')
--!
select 1 /* /* */; insert into trap (note) values ('unseen')
*/; insert into trap (note) values ('nested')
--!
/*/**/*/insert into trap (note) values ('nested') returning 1

--! technique comment-split: a word taken apart from its neighbours without a space
--! tells opal-
select/**/iban/**/from/**/staff_salary
--!
SELECT/*select 1 from orders*/"iban"FROM"staff_salary"
--!
select(iban)from"staff_salary"
--!
select+1,iban	from
staff_salary

--! technique comment-line-end: a carriage return that ends a comment for some readers only
--! tells opal-
select 1 as a -- , iban
, iban from staff_salary --
--!
select iban --select 1
from--
staff_salary

--! technique dollar-quote: a semicolon or a quote inside a dollar quote, and none behind it
--! changed select count(*) from trap
select $a$ $$ $a$; insert into trap (note) values ('dollar'); select $a$x$a$
--!
select $$'$$; insert into trap (note) values ($$dollar$$)
--!
select $é$;$é$; insert into trap (note) values ($q$'$q$)
--!
select $a$ $A$; $a$; insert into trap (note) values ('dollar'); select $A$ $A$
--!
do $outer$ begin execute $inner$ insert into trap (note) values ('dollar') $inner$; end $outer$

--! technique quote-escape: a backslash that is an escape only in E strings
--! changed select count(*) from trap
select 'a\'; insert into trap (note) values ('escaped'); select '\'
--!
select E'\''; insert into trap (note) values ('escaped') --'
--!
select e'a\\'; insert into trap (note) values ('escaped')

--! technique standard-strings-off: strings are made to end elsewhere
--! session show standard_conforming_strings
set standard_conforming_strings = off
--!
select set_config('standard_conforming_strings', 'off', false)
--! tells opal-
set standard_conforming_strings = off; select 'a\'' from staff_salary where 'x\'' <> ' union all select iban from staff_salary --'; select iban from staff_salary

--! technique unicode-name: a name written in escapes
--! tells PG_VERSION|^17
select U&"pg\005fread\005ffile"('PG_VERSION')
--!
select U&"!0070g_read_file" uescape '!' ('PG_VERSION')
--!
select u&"\+000070g_read_file"('PG_VERSION')
--! tells opal-
select U&"\0069ban" from U&"staff\005fsalary"
--!
table U&"\0076ault".U&"api\005fkey"

--! technique unicode-text: SQL as text, written in escapes
--! tells opal-
select query_to_xml(U&'select \0069ban from staff\005fsalary', true, false, '')
--!
select query_to_xml(E'select \x69ban from staff\137salary', true, false, '')
--!
select query_to_xml(E'select \u0069ban from staff_salary', true, false, '')

--! technique string-continued: a text in parts over lines
--! tells opal-
select query_to_xml('select iban '
  'from staff_salary', true, false, '')
--!
select query_to_xml(chr(115) || 'elect iban from staff_salary', true, false, '')
--!
select query_to_xml(convert_from(decode('73656c656374206962616e2066726f6d2073746166665f73616c617279', 'hex'), 'utf8'), true, false, '')

--! technique jdbc-escape: the driver's own escapes, which no server ever sees
--! tells opal-
select {fn concat((select min(iban) from staff_salary), '')}
--!
select iban from {oj staff_salary}
--!
select {fn lcase(iban)} from staff_salary

--! technique look-alike: a name that looks like another's
--! tells opal-
with orders as (select iban as o_comment from staff_salary) select o_comment from orders
--!
with "Orders" as (table vault.api_key) select * from "Orders"
--!
select o_comment from (select iban from staff_salary) as orders(o_comment)
--!
with region as (select 1), nation as (with region as (select secret from vault.api_key) select * from region) select * from nation
