/**
 * `es.append` takes a group of units and gives each its own outcome. Arrays of texts come joined by newlines, which no JSON text
 * and no name contains: neither side then escapes anything. Per operation: `slot` (index into `p_streams`), `expected` (a
 * revision; -1 none, -2 exists, -3 any) and its number of events. Per unit: its number of operations and of events.
 *
 * Answers per unit: `status` 0 written or checked, 1 repeated, 2 conflict, 3 id reused; `culprit` (operation of a conflict, event
 * of a reused id); `pos`; `at` in microseconds since 1970; and per operation the `revision` its stream was brought to or, for a
 * conflict, found at. `room` is how many positions are left before the last partition ends.
 *
 * The counter's row lock comes first: writers take turns, positions are dense in commit order, and nothing read afterwards can
 * change before the commit: the rows of `es.streams` stay where they were found, so they are updated by place. Plans are pinned to
 * index scans because they are cached when the tables are still empty.
 *
 * An event id that is stored already shows itself: in the partition in use its index refuses it, and a unit that is repeated mostly
 * finds its stream moved on. So ids are looked for at once only in older partitions, and everywhere (a second attempt) when a unit
 * is refused or the index objects. A group that runs into the next partition, where that index does not reach, looks at once.
 */
export const appendFunction = /* sql */ `
create function es.append(
  p_streams text, p_unit_ops int[], p_unit_events int[],
  p_op_slot int[], p_op_expected int[], p_op_events int[],
  p_ids uuid[], p_event_slot int[], p_types text, p_data text, p_meta text, p_subjects text,
  p_clock timestamptz,
  out status int[], out culprit int[], out pos bigint[], out at bigint[], out revision int[], out room bigint
) language plpgsql security definer
set search_path = es, pg_temp set lock_timeout = '10s'
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set plan_cache_mode = force_generic_plan
as $$
declare
  v_units constant int := coalesce(array_length(p_unit_ops, 1), 0);
  v_events constant int := coalesce(array_length(p_ids, 1), 0);
  v_last bigint;
  v_last_at timestamptz;
  v_at timestamptz;
  v_at_us bigint;
  v_before int[];
  v_now int[];
  v_place tid[];
  v_names constant text[] := string_to_array(p_streams, E'\\n');
  v_look_to bigint;
  v_ends bigint;
  v_offset int[];
  v_revision int[];
  v_seen boolean;
  v_refused boolean;
  v_seen_pos bigint[];
  v_seen_at bigint[];
  v_seen_revision int[];
  v_seen_same boolean[];
  v_stored int;
  v_same int;
  v_written int;
  v_op int;
  v_op_end int;
  v_event int;
  v_event_end int;
  v_slot int;
  v_rev int;
  v_want int;
begin
  select c.position, c.recorded_at into strict v_last, v_last_at from es.counter c for update;
  v_at := greatest(coalesce(p_clock, clock_timestamp()), v_last_at + interval '1 microsecond');
  v_at_us := (extract(epoch from v_at) * 1000000)::bigint;

  select array_agg(coalesce(s.revision, -1) order by n.slot), array_agg(s.ctid order by n.slot) into v_before, v_place
    from unnest(v_names) with ordinality n(stream, slot)
    left join es.streams s on s.stream = n.stream;
  select p.first - 1, p.beyond into v_look_to, v_ends from es.partitions p where p.first <= v_last + 1 order by p.first desc limit 1;
  if v_last + v_events >= v_ends then
    v_look_to := v_last;
  end if;

  <<attempt>>
  loop
    v_now := v_before;
    v_offset := array_fill(0, array[v_events]);
    v_revision := v_offset;
    v_written := 0;
    v_op := 0;
    v_event := 0;
    v_refused := false;
    v_seen := v_look_to > 0
      and exists (select from unnest(p_ids) n(id) join es.events e on e.event_id = n.id and e.position <= v_look_to);
    if v_seen then
      select array_agg(e.position order by n.i), array_agg((extract(epoch from e.recorded_at) * 1000000)::bigint order by n.i),
        array_agg(e.revision order by n.i),
        array_agg(e.stream = v_names[n.slot] and e.type = n.type and e.data::text = n.data order by n.i)
        into v_seen_pos, v_seen_at, v_seen_revision, v_seen_same
        from unnest(p_ids, p_event_slot, string_to_array(p_types, E'\\n'), string_to_array(p_data, E'\\n'))
          with ordinality n(id, slot, type, data, i)
        left join es.events e on e.event_id = n.id and e.position <= v_look_to;
    end if;

    status := array_fill(0, array[v_units]);
    culprit := status;
    pos := array_fill(0::bigint, array[v_units]);
    at := pos;
    revision := array_fill(0, array[coalesce(array_length(p_op_slot, 1), 0)]);

    for u in 1 .. v_units loop
      v_op_end := v_op + p_unit_ops[u];
      v_event_end := v_event + p_unit_events[u];

      if v_seen and v_event_end > v_event then
        v_stored := 0;
        v_same := 0;
        for e in v_event + 1 .. v_event_end loop
          if v_seen_pos[e] is not null then
            v_stored := v_stored + 1;
            if v_seen_same[e] then
              v_same := v_same + 1;
              pos[u] := greatest(pos[u], v_seen_pos[e]);
              at[u] := greatest(at[u], v_seen_at[e]);
            end if;
          end if;
        end loop;
        if v_stored > 0 and v_same = v_event_end - v_event then
          status[u] := 1;
          for o in v_op + 1 .. v_op_end loop
            v_event := v_event + p_op_events[o];
            revision[o] := v_seen_revision[v_event];
          end loop;
        elsif v_stored > 0 then
          status[u] := 3;
          v_refused := true;
          for e in v_event + 1 .. v_event_end loop
            if v_seen_pos[e] is not null and (culprit[u] = 0 or (v_seen_same[culprit[u]] and not v_seen_same[e])) then
              culprit[u] := e;
            end if;
          end loop;
        end if;
      end if;

      if status[u] = 0 then
        for o in v_op + 1 .. v_op_end loop
          v_slot := p_op_slot[o];
          v_rev := v_now[v_slot];
          v_want := p_op_expected[o];
          if (v_want >= -1 and v_want <> v_rev) or (v_want = -2 and v_rev < 0) then
            status[u] := 2;
            v_refused := true;
            culprit[u] := o;
            revision[o] := v_rev;
            exit;
          end if;
          for k in 1 .. p_op_events[o] loop
            v_event := v_event + 1;
            v_rev := v_rev + 1;
            v_written := v_written + 1;
            v_offset[v_event] := v_written;
            v_revision[v_event] := v_rev;
          end loop;
          v_now[v_slot] := v_rev;
          revision[o] := v_rev;
        end loop;
        if status[u] = 2 then
          for o in v_op + 1 .. culprit[u] - 1 loop
            v_now[p_op_slot[o]] := v_now[p_op_slot[o]] - p_op_events[o];
            v_written := v_written - p_op_events[o];
            for k in 1 .. p_op_events[o] loop
              v_offset[v_event] := 0;
              v_event := v_event - 1;
            end loop;
          end loop;
        else
          pos[u] := v_last + v_written;
          at[u] := v_at_us + greatest(v_written - 1, 0);
        end if;
      end if;

      v_op := v_op_end;
      v_event := v_event_end;
    end loop;

    if v_refused and v_look_to < v_last then
      v_look_to := v_last;
      continue attempt;
    end if;
    select max(beyond) - 1 - v_last - v_written into room from es.partitions;
    exit attempt when v_written = 0;

    begin
      if room is null or room < 0 then
        perform es.ensure_partitions(1 + coalesce(v_written / (select min(beyond - first) from es.partitions), 0)::int);
        select max(beyond) - 1 - v_last - v_written into room from es.partitions;
      end if;
      insert into es.events (position, stream, revision, event_id, type, data, meta, subjects, recorded_at)
        select v_last + n.off, v_names[n.slot], n.rev, n.id, n.type, n.data::json, n.meta::json,
          coalesce(string_to_array(n.subjects, E'\\x1f'), '{}'), v_at + (n.off - 1) * interval '1 microsecond'
        from unnest(v_offset, v_revision, p_ids, p_event_slot, string_to_array(p_types, E'\\n'),
          string_to_array(p_data, E'\\n'), string_to_array(p_meta, E'\\n'), string_to_array(p_subjects, E'\\n'))
          n(off, rev, id, slot, type, data, meta, subjects)
        where n.off > 0;
      update es.streams s set revision = n.now
        from unnest(v_place, v_before, v_now) n(place, before, now) where s.ctid = n.place and n.now <> n.before;
      insert into es.streams (stream, revision)
        select n.stream, n.now from unnest(v_names, v_place, v_now) n(stream, place, now)
        where n.place is null and n.now >= 0;
      update es.counter c set position = v_last + v_written, recorded_at = v_at + (v_written - 1) * interval '1 microsecond';
      exit attempt;
    exception when unique_violation then
      if v_look_to >= v_last then
        raise;
      end if;
      v_look_to := v_last;
    end;
  end loop;
end $$;
`;
