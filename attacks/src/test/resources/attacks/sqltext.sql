--! technique xml-query: SQL given as text to a function that answers in XML
--! tells opal-
select query_to_xml('select iban from staff_salary', true, false, '')
--!
select query_to_xml_and_xmlschema('select * from vault.api_key', true, true, 'x')
--!
select table_to_xml('staff_salary', true, false, '')
--!
select table_to_xml('vault.api_key'::regclass, true, false, '')
--!
select schema_to_xml('vault', true, false, '')
--!
select x from xmltable('//iban' passing query_to_xml('table staff_salary', true, false, '') columns x text path '.')
--! tells staff_salary|api_key
select schema_to_xmlschema('vault', true, false, '')

--! technique xml-query-calls: a function inside the text
--! tells 17
select query_to_xml('select pg_read_file(''PG_VERSION'')', true, false, '')
--!
select * from pg_catalog.query_to_xml($$select "pg_read_file"('PG_VERSION')$$, true, false, '')
--! changed select count(*) from trap
select query_to_xml('select remember(''xml'')', true, false, '')

--! technique cursor-xml: a cursor's rows, by its name
--! tells opal-
declare c cursor with hold for table staff_salary; select cursor_to_xml('c', 10, true, false, '')

--! technique text-search-query: text search functions that run SQL
--! tells opal|iban
select word from ts_stat('select to_tsvector(''simple'', iban) from staff_salary')
--!
select ts_rewrite('a'::tsquery, 'select ''a''::tsquery, plainto_tsquery(''simple'', min(iban)) from staff_salary')
--! changed select count(*) from trap
select * from ts_stat('select to_tsvector(remember(''fts'')::text)')

--! technique crosstab: extensions that run SQL
--! tells opal-
select * from crosstab('select name, ''a'', iban from staff_salary order by 1') as t(n text, a text)
--!
select * from connectby('staff_salary', 'iban', 'name', 'Ada', 0) as t(k text, p text, l int)
--!
select * from xpath_table('name', 'k', '(select name, ''<a>'' || iban || ''</a>'' as k from staff_salary) s', '/a', 'true') as t(n text, v text)

--! technique do-block: a program
--! changed select count(*) from trap
do $$ begin insert into trap (note) values ('do'); end $$
--!
DO LANGUAGE plpgsql 'begin perform remember(''do''); end'
--! tells opal-
do $$ begin raise notice '%', (select min(iban) from staff_salary); end $$
--!
do $$ begin raise exception '%', (select min(secret) from vault.api_key); end $$

--! technique prepare-execute: a statement that is named first and run later
--! changed select count(*) from trap
prepare p as insert into trap (note) values ($1); execute p('prepared')
--! session select count(*) from pg_prepared_statements
prepare q as delete from orders
--!
PREPARE "select" (int) AS SELECT iban FROM staff_salary WHERE salary > $1

--! technique dynamic-through-owner: a function that runs what it is given
--! changed select count(*) from trap
select run('insert into trap (note) values (''run'') returning id')
--!
select public.run(format('insert into %I (note) values (%L) returning note', 'trap', 'run'))
--! tells scram|SCRAM
select run('select rolpassword from pg_authid where rolname = ''careless''')

--! technique planner-text: a check that plans SQL given as text
--! tells rows=
do $$ declare l text; begin for l in explain select * from staff_salary loop raise notice '%', l; end loop; end $$
