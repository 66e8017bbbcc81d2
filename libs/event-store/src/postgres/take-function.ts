/**
 * `es.take` writes events that were recorded in another store, with their own revisions and moments, behind position `p_after`.
 * Answers the new last position; null, and nothing is written, when the feed ends elsewhere. Refused (`restrict_violation`) when the
 * last event is one of this store's own, so that no moment can be made up in a store at work, and when an event is not the next of
 * its stream. Texts come joined by newlines, as for `es.append`.
 */
export const takeFunction = /* sql */ `
create function es.take(
  p_after bigint, p_streams text, p_revisions int[], p_ids uuid[], p_types text, p_data text, p_meta text, p_subjects text,
  p_moments timestamptz[]
) returns bigint language plpgsql security definer
set search_path = es, pg_temp set lock_timeout = '10s'
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  v_count constant int := coalesce(array_length(p_ids, 1), 0);
  v_last bigint;
  v_reached timestamptz;
  v_stream text;
begin
  select c.position, c.recorded_at into strict v_last, v_reached from es.counter c for update;
  if v_last <> p_after then
    return null;
  end if;
  if v_last > 0 and not exists (select from es.events e where e.position = v_last and (e.meta -> 'copiedFrom') is not null) then
    raise exception 'the store holds events of its own' using errcode = 'restrict_violation';
  end if;
  select n.stream into v_stream from (
    select u.stream, u.revision, row_number() over (partition by u.stream order by u.i) as nth
      from unnest(string_to_array(p_streams, E'\\n'), p_revisions) with ordinality u(stream, revision, i)) n
    left join es.streams s on s.stream = n.stream
    where n.revision <> coalesce(s.revision, -1) + n.nth limit 1;
  if found then
    raise exception 'an event of % is not the next of its stream', v_stream using errcode = 'restrict_violation';
  end if;
  if coalesce((select max(beyond) from es.partitions), 0) <= v_last + v_count then
    perform es.ensure_partitions(1 + coalesce(v_count / (select min(beyond - first) from es.partitions), 0)::int);
  end if;
  insert into es.events (position, stream, revision, event_id, type, data, meta, subjects, recorded_at)
    select v_last + n.i, n.stream, n.revision, n.id, n.type, n.data::json, n.meta::json,
      coalesce(string_to_array(n.subjects, E'\\x1f'), '{}'), n.moment
    from unnest(string_to_array(p_streams, E'\\n'), p_revisions, p_ids, string_to_array(p_types, E'\\n'),
      string_to_array(p_data, E'\\n'), string_to_array(p_meta, E'\\n'), string_to_array(p_subjects, E'\\n'), p_moments)
      with ordinality n(stream, revision, id, type, data, meta, subjects, moment, i);
  insert into es.streams (stream, revision)
    select n.stream, max(n.revision) from unnest(string_to_array(p_streams, E'\\n'), p_revisions) n(stream, revision) group by n.stream
    on conflict (stream) do update set revision = excluded.revision;
  insert into es.lagging (position, reached)
    select v_last + n.i, n.reached from (
      select u.i, u.moment, greatest(v_reached, max(u.moment) over (order by u.i rows between unbounded preceding and 1 preceding)) as reached
        from unnest(p_moments) with ordinality u(moment, i)) n
    where n.moment <= n.reached;
  update es.counter c set position = v_last + v_count,
    recorded_at = greatest(v_reached, (select max(m) from unnest(p_moments) m));
  return v_last + v_count;
end $$;
`;
