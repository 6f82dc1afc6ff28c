create schema "Sch ema";
create type "Mood of 'day'" as enum ('sad', 'so: so', 'happy');
create table "query" (
  "cursor" bigint primary key, "order" text not null, "from" date not null, "limit" numeric,
  "sluice_after_1" text, "until" timestamptz);
create index on "query" ("from");
create table "select" (
  "group" uuid primary key, "where" bigint not null references "query", "end" timestamp,
  "Name" varchar(40) not null, "user" bool not null, mood "Mood of 'day'" not null);
create index on "select" ("where", "end" desc);
create table "Mixed" (
  "Id" int, "id" int, "ID" int, "customerName" text not null, "line
break" text, "tab	here" text, primary key ("Id", "id", "ID"));
create table "Sch ema"."Mixed" ("a b" char(5) primary key, "a-b" text, "a_b" text);
create table "ταξίδι" ("πόλη" text primary key, "καφές" int not null, "größe" numeric, "名前" text);
create table "τόπος" (
  "αριθμός" bigint primary key, "πόλη" text not null references "ταξίδι", "日付" date not null);
create index on "τόπος" ("πόλη");
create index on "τόπος" ("日付");
create table "a: b" ("#x" int primary key, ":colon" text, "it's" text, "a?" text, "- dash" int);
create table "#x" ("a desc" int primary key, "b"",""c" text, "emoji 😀" text, "\back" text);
create table "say ""hi""" ("""" text primary key, "'" text, "%s" text, "$1" text, "*" text);
create table "dot.ted name" ("x.y" int primary key, "1st" date not null, "$$" text, "--" text);
create index on "dot.ted name" ("1st" desc);
create table "yes" ("null" text primary key, "true" text, "~" text, "1e3" text, "0x1F" text);
create table "null" ("no" int primary key, "on" text, "y" text, " " text);
create table "1e3" (" leading" int primary key, "trailing " text, "2024-01-01" date, "[a]" text);
create table "no key" ("a" int, "b" text);
create table "empty" ("id" int primary key, "name" text);
create table "parted" (
  "day" date not null, "n" int not null, "status" text not null, primary key ("day", "n"))
  partition by range ("day");
create table "parted 1" partition of "parted" for values from ('2024-01-01') to ('2024-07-01');
create table "parted 2" partition of "parted" for values from ('2024-07-01') to ('2025-01-01');
create table "a_table_whose_name_has_as_many_as_sixty_three_bytes_in_all_abcd" (
  "a_column_whose_name_has_as_many_as_sixty_three_bytes_in_all_abc" bigint primary key,
  "a_column_whose_name_has_as_many_as_sixty_three_bytes_in_all_abd" bigint);
create view "seen" as select * from "query";

insert into "query" select n, 'no. ' || n, date '2024-01-01' + n % 300, n, 's', now()
  from generate_series(1, 5000) n;
insert into "select"
  select gen_random_uuid(), 1 + n % 5000, timestamp '2024-01-01' + n * interval '1 minute',
    'Ann''s "' || n || '"', n % 2 = 0, (enum_range(null::"Mood of 'day'"))[1 + n % 3]
  from generate_series(1, 8000) n;
insert into "Mixed" select n, n, n, 'x % _ \ ' || n, 'b', 't' from generate_series(1, 4000) n;
insert into "Sch ema"."Mixed" select n::text, 'v', 'w' from generate_series(1, 99) n;
insert into "ταξίδι" select 'Αθήνα ' || n, n, n, '東京' from generate_series(1, 500) n;
insert into "τόπος" select n, 'Αθήνα ' || 1 + n % 500, date '2024-01-01' + n % 9
  from generate_series(1, 6000) n;
insert into "a: b" select n, ':x', 'it''s', '?', n from generate_series(1, 300) n;
insert into "#x" select n, 'a, b', '😀', '\' from generate_series(1, 300) n;
insert into "say ""hi""" select '"' || n, '''', '%', '$1', '*' from generate_series(1, 300) n;
insert into "dot.ted name" select n, date '2024-01-01' + n, '$$', '--' from generate_series(1, 300) n;
insert into "yes" select 'null' || n, 'true', '~', '1e3', '0x1F' from generate_series(1, 300) n;
insert into "null" select n, 'on', 'y', ' ' from generate_series(1, 300) n;
insert into "1e3" select n, 't', '2024-01-01', '[]' from generate_series(1, 300) n;
insert into "no key" values (1, 'x');
insert into "parted" select date '2024-01-01' + n % 300, n, 'done' from generate_series(1, 3000) n;
insert into "a_table_whose_name_has_as_many_as_sixty_three_bytes_in_all_abcd"
  select n * 1000000000000000, n from generate_series(1, 9000) n;
create materialized view "kept" as select * from "select";
create unique index on "kept" ("group");
comment on table "query" is 'Questions: "quoted", it''s
on two lines # and more';
comment on column "select"."where" is 'yes: the question''s key';
analyze;
