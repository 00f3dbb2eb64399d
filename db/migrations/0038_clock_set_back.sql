-- As before, but for what is of a time later than now: the clock was set back since, and a limit would not end, nor a process that is
-- dead count as one, before the clock is there again. Transactions that begin at the same moment differ by less than five seconds.
create or replace function take_hits(p_keys text[], p_windows integer[], p_allowed integer[])
returns table (passed boolean, retry_after float8) language plpgsql as $$
declare
  v_hits integer;
  v_left float8;
begin
  for i in 1 .. cardinality(p_keys) loop
    insert into rate_limits as r (key) values (p_keys[i])
    on conflict (key) do update set
      hits = case when r.window_start <= now() - make_interval(secs => p_windows[i])
        or r.window_start > now() + interval '5 seconds' then 1 else r.hits + 1 end,
      window_start = case when r.window_start <= now() - make_interval(secs => p_windows[i])
        or r.window_start > now() + interval '5 seconds' then now() else r.window_start end
    returning r.hits, extract(epoch from r.window_start + make_interval(secs => p_windows[i]) - now())
      into v_hits, v_left;
    if v_hits > p_allowed[i] then
      return query select true, v_left;
      return;
    end if;
  end loop;
  return query select false, 0::float8;
end $$;

create or replace function count_viewers(p_events uuid[], p_cap integer, p_fresh_s integer)
returns table (event_id uuid, page integer, embed integer) language sql stable as $$
  select a.event_id, sum(least(a.all_of, p_cap) - least(a.embeds, p_cap))::int, sum(least(a.embeds, p_cap))::int
  from (
    select v.event_id, v.address, count(*) as all_of, count(*) filter (where v.embed) as embeds
    from (
      select w.event_id, w.viewer, min(w.address) as address, bool_or(w.embed) as embed
      from presence_viewers w join presence_processes p using (process_id)
      where w.event_id = any(p_events) and p.seen_at > now() - make_interval(secs => p_fresh_s)
        and p.seen_at < now() + make_interval(secs => p_fresh_s)
      group by w.event_id, w.viewer
    ) v
    group by v.event_id, v.address
  ) a
  group by a.event_id
$$;
