-- 3,000 tables, of which some hold rows and refer to others; in pieces, for want of locks.
do $$ begin
  for i in 1..3000 loop
    execute format('create table t%s (id bigint primary key, made timestamptz)', i);
    if i % 500 = 0 then commit; end if;
  end loop;
  insert into t1 select n, now() from generate_series(1, 9) n;
  for i in 2991..3000 loop
    execute format('alter table t%s add t1_id bigint not null references t1, add kind text', i);
    execute format('create index on t%s (t1_id)', i);
    execute format('insert into t%s select n, timestamptz ''2024-01-01'' + n * interval ''1 hour'',
      1 + n %% 9, (array[''a'', ''b''])[1 + n %% 2] from generate_series(1, 200) n', i);
    execute format('analyze t%s', i);
  end loop;
end $$
