/**
 * Schema `es`: one feed in dense positions, partitioned by position so that no index grows without bound. `data` is `json`, not
 * `jsonb`: the bytes that were appended are the bytes that digests are made of. `subjects` is kept out of `meta` and put back by
 * the readers, so that it is stored once.
 */
export const schema = /* sql */ `
create schema es;

create table es.counter (
  one boolean primary key default true check (one),
  position bigint not null,
  recorded_at timestamptz not null
) with (fillfactor = 50);
comment on table es.counter is 'Last position and moment of the feed. Its row lock makes one writer at a time.';
insert into es.counter (position, recorded_at) values (0, 'epoch');

create table es.streams (
  stream text collate "C" primary key,
  revision int not null
) with (fillfactor = 70);

create table es.events (
  position bigint not null primary key,
  stream text collate "C" not null,
  revision int not null,
  event_id uuid not null,
  type text collate "C" not null,
  data json not null,
  meta json not null,
  subjects text[] collate "C" not null,
  recorded_at timestamptz not null
) partition by range (position);
create index events_subjects on es.events using gin (subjects) with (fastupdate = on, gin_pending_list_limit = 1024);

create table es.partitions (
  first bigint primary key,
  beyond bigint not null unique check (beyond > first)
);
comment on table es.partitions is 'Positions first <= p < beyond live in partition es.events_<first>.';

create function es.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise exception 'events are never changed: % on % refused', tg_op, tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger events_are_kept before update or delete or truncate on es.events
  for each statement execute function es.refuse_change();
`;

/**
 * `ensure_partitions(ahead, size)` leaves at least `ahead` whole partitions beyond the one in use. `size` is for partitions made
 * from now on; by default that of the last one. A partition is made whole before it is attached, because attaching does not shut
 * out readers and writers where `create table … partition of` would.
 */
export const partitions = /* sql */ `
create function es.add_partition(p_first bigint, p_beyond bigint) returns void language plpgsql as $$
declare
  v_name text := 'events_' || p_first;
begin
  execute format('create table es.%I (like es.events including defaults including constraints)', v_name);
  execute format('alter table es.%I add constraint held check (position >= %s and position < %s)', v_name, p_first, p_beyond);
  execute format('create unique index on es.%I (stream, revision)', v_name);
  execute format('create unique index on es.%I (event_id)', v_name);
  execute format('create trigger events_are_kept before update or delete or truncate on es.%I
    for each statement execute function es.refuse_change()', v_name);
  execute format('revoke all on es.%I from public', v_name);
  execute format('alter table es.events attach partition es.%I for values from (%s) to (%s)', v_name, p_first, p_beyond);
  execute format('alter table es.%I drop constraint held', v_name);
  insert into es.partitions (first, beyond) values (p_first, p_beyond);
end $$;

create function es.ensure_partitions(p_ahead int, p_size bigint default null) returns void
language plpgsql security definer set search_path = es, pg_temp as $$
declare
  v_last bigint;
  v_beyond bigint;
  v_size bigint;
begin
  perform pg_advisory_xact_lock(7315202211);
  select position into strict v_last from es.counter;
  select beyond, coalesce(p_size, beyond - first) into v_beyond, v_size from es.partitions order by first desc limit 1;
  if not found then
    v_beyond := 0;
    v_size := coalesce(p_size, 10000000);
  end if;
  while v_beyond <= v_last + 1 + p_ahead * v_size loop
    perform es.add_partition(v_beyond, v_beyond + v_size);
    v_beyond := v_beyond + v_size;
  end loop;
end $$;
`;

/** Public may not touch the feed; what a role may do is granted where the role is made. */
export const grants = /* sql */ `
revoke all on schema es from public;
revoke all on all tables in schema es from public;
revoke all on all functions in schema es from public;
`;
