/**
 * `es.position_at(moment)`: last position recorded at or before a moment, 0 when there is none. Positions are dense and
 * `recorded_at` rises with them, so a binary search over the primary key needs no index on time.
 */
export const positionAtFunction = /* sql */ `
create function es.position_at(p_moment timestamptz) returns bigint language plpgsql stable set search_path = es, pg_temp as $$
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
    select e.recorded_at into strict v_at from es.events e where e.position = v_middle;
    if v_at <= p_moment then
      v_low := v_middle;
    else
      v_high := v_middle - 1;
    end if;
  end loop;
  return v_low;
end $$;
`;
