-- Counts one hit on each key in its fixed window, in the order given, and stops at the first that passes its limit: who is
-- refused by a limit of their own does not use up one that is everybody's. One call, so that a busy row is locked for
-- as short as can be.
create function take_hits(p_keys text[], p_windows integer[], p_allowed integer[])
returns table (passed boolean, retry_after float8) language plpgsql as $$
declare
  v_hits integer;
  v_left float8;
begin
  for i in 1 .. cardinality(p_keys) loop
    insert into rate_limits as r (key) values (p_keys[i])
    on conflict (key) do update set
      hits = case when r.window_start <= now() - make_interval(secs => p_windows[i]) then 1 else r.hits + 1 end,
      window_start = case
        when r.window_start <= now() - make_interval(secs => p_windows[i]) then now() else r.window_start end
    returning r.hits, extract(epoch from r.window_start + make_interval(secs => p_windows[i]) - now())
      into v_hits, v_left;
    if v_hits > p_allowed[i] then
      return query select true, v_left;
      return;
    end if;
  end loop;
  return query select false, 0::float8;
end $$;
