/**
 * Moments of copied events are kept as they were, and where several processes gave them they do not rise from each event to the
 * next. Those that lag behind are listed with the largest moment up to them, so that `es.position_at` still finds a prefix of the
 * feed by a binary search: it goes by what the feed had reached. The list is empty unless such a feed was copied into this store.
 */
export const copiedMoments = /* sql */ `
create table es.lagging (
  position bigint primary key,
  reached timestamptz not null
);
comment on table es.lagging is 'Copied events recorded no later than one before them, and the largest moment of the feed up to there.';

create or replace function es.position_at(p_moment timestamptz) returns bigint language plpgsql stable set search_path = es, pg_temp as $$
declare
  v_low bigint := 0;
  v_high bigint;
  v_middle bigint;
  v_at timestamptz;
begin
  select c.position, c.recorded_at into strict v_high, v_at from es.counter c;
  if v_at <= p_moment then
    return v_high;
  end if;
  while v_low < v_high loop
    v_middle := (v_low + v_high + 1) / 2;
    select coalesce(l.reached, e.recorded_at) into strict v_at
      from es.events e left join es.lagging l on l.position = e.position where e.position = v_middle;
    if v_at <= p_moment then
      v_low := v_middle;
    else
      v_high := v_middle - 1;
    end if;
  end loop;
  return v_low;
end $$;
`;
