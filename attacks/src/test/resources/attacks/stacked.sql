--! technique stacked-commit: COMMIT ends the transaction that was to hold, and what follows writes
--! changed select count(*) from trap
COMMIT; INSERT INTO trap (note) VALUES ('stacked')
--!
select 1; commit; insert into trap (note) values ('stacked'); select 1
--!
END; INSERT INTO trap (note) VALUES ('stacked')
--!
ROLLBACK; INSERT INTO trap (note) VALUES ('stacked')
--!
abort; insert into trap (note) values ('stacked'); commit

--! technique stacked-transaction: a transaction of the attacker's own, which may write
--! changed select count(*) from trap
ROLLBACK; BEGIN READ WRITE; INSERT INTO trap (note) VALUES ('own'); COMMIT
--!
BEGIN; COMMIT AND CHAIN; COMMIT; START TRANSACTION READ WRITE; INSERT INTO trap (note) VALUES ('own'); COMMIT
--!
SET TRANSACTION READ WRITE; INSERT INTO trap (note) VALUES ('own')
--!
SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; COMMIT; INSERT INTO trap (note) VALUES ('own')

--! technique stacked-plain: a second statement behind a semicolon
--! changed select count(*) from trap
select 1; insert into trap (note) values ('second')
--!
SELECT ';'; INSERT INTO trap (note) VALUES ('second');
--!
select 1;;;insert into trap (note) values ('second')
--!
values (1); with w as (insert into trap (note) values ('second') returning 1) select * from w

--! technique stacked-savepoint: a savepoint around what fails
--! changed select count(*) from trap
begin; savepoint a; rollback to a; insert into trap (note) values ('saved'); release a; commit

--! technique stacked-definition: a table made between two reads
--! given drop table if exists stacked_one
--! changed select count(*) from pg_class where relname = 'stacked_one'
select 1; create table stacked_one (); select 2
--!
BEGIN; CREATE TABLE stacked_one (a int); COMMIT; SELECT 1

--! technique stacked-read: a second statement that reads what the first may not
--! tells opal-
select 1; select iban from staff_salary
--!
select count(*) from orders; table vault.api_key
