-- Which web processes live. A row that was not refreshed for some seconds belongs to a dead one, whose viewers no longer count.
-- `version` grows with each change of its viewers: whoever sees another one counts again.
create unlogged table presence_processes (
  process_id text primary key,
  version bigint not null default 0,
  seen_at timestamptz not null default now()
);

-- One row for each viewer that a process serves, written when one comes or goes and never per heartbeat. A viewer is a ticket;
-- the same one may stand here for several processes and still counts once. `address` is a keyed hash.
create unlogged table presence_viewers (
  event_id uuid not null,
  viewer text not null,
  process_id text not null,
  address text not null,
  -- Holds a socket; sends heartbeats as an embed does. At least one of the two.
  socket boolean not null,
  embed boolean not null,
  primary key (event_id, viewer, process_id)
) with (fillfactor = 80);
create index presence_viewers_process on presence_viewers (process_id);

-- What is left in `presence` is crew and phones.
alter table presence drop column viewers;

-- Distinct viewers of events over all living processes, of one address at most `p_cap`.
create function count_viewers(p_events uuid[], p_cap integer, p_fresh_s integer)
returns table (event_id uuid, page integer, embed integer) language sql stable as $$
  select a.event_id, sum(least(a.all_of, p_cap) - least(a.embeds, p_cap))::int, sum(least(a.embeds, p_cap))::int
  from (
    select v.event_id, v.address, count(*) as all_of, count(*) filter (where v.embed) as embeds
    from (
      select w.event_id, w.viewer, min(w.address) as address, bool_or(w.embed) as embed
      from presence_viewers w join presence_processes p using (process_id)
      where w.event_id = any(p_events) and p.seen_at > now() - make_interval(secs => p_fresh_s)
      group by w.event_id, w.viewer
    ) v
    group by v.event_id, v.address
  ) a
  group by a.event_id
$$;

alter table presence_processes enable row level security; alter table presence_processes force row level security;
alter table presence_viewers enable row level security; alter table presence_viewers force row level security;
grant select, insert, update, delete on presence_processes, presence_viewers to touchline_app;
create policy processes_all on presence_processes for all to touchline_app
  using ((select claim_purpose()) = 'presence') with check ((select claim_purpose()) = 'presence');
create policy processes_select on presence_processes for select to touchline_app
  using ((select claim_kind()) in ('member', 'crew') or (select claim_purpose()) = 'reconcile');
create policy viewers_process on presence_viewers for all to touchline_app
  using ((select claim_purpose()) = 'presence') with check ((select claim_purpose()) = 'presence');
create policy viewers_select on presence_viewers for select to touchline_app using (crew_sees(event_id));

-- How many watched, every ten seconds of each time on the air: the curve, and what minutes watched are summed from.
-- `platforms` holds what platforms told, such as {"youtube": 12}.
create table stream_samples (
  stream_id uuid not null references streams on delete cascade,
  event_id uuid not null references events on delete cascade,
  at timestamptz not null default now(),
  page integer not null,
  embed integer not null,
  platforms jsonb not null default '{}',
  primary key (stream_id, at)
);
create index stream_samples_event on stream_samples (event_id);
alter table stream_samples enable row level security; alter table stream_samples force row level security;
grant select, insert on stream_samples to touchline_app;
create policy samples_select on stream_samples for select to touchline_app
  using (crew_sees(event_id) or (select claim_kind()) = 'viewer');
create policy samples_insert on stream_samples for insert to touchline_app
  with check ((select claim_purpose()) = 'reconcile');

-- Seconds that our own viewers watched, all together: each count holds until the next one, but no longer than `p_hold_s`, so that a
-- time in which nobody counted is not guessed.
create function watched_seconds(p_stream uuid, p_hold_s integer default 30) returns double precision language sql stable as $$
  select coalesce(sum((s.page + s.embed) * extract(epoch from least(s.until, s.at + make_interval(secs => p_hold_s)) - s.at)), 0)
  from (
    select m.at, m.page, m.embed, lead(m.at, 1, greatest(m.at, coalesce(t.ended_at, now()))) over (order by m.at) as until
    from stream_samples m join streams t on t.id = m.stream_id
    where m.stream_id = p_stream and m.at <= coalesce(t.ended_at, now())
  ) s
$$;

-- Every change of an output's state, whoever writes it, so that it can be said for how long a destination was really fed.
create table output_changes (
  id bigint generated always as identity primary key,
  event_id uuid not null references events on delete cascade,
  output text not null,
  state text not null,
  at timestamptz not null default now()
);
create index output_changes_event on output_changes (event_id, at);
alter table output_changes enable row level security; alter table output_changes force row level security;
grant select, insert on output_changes to touchline_app, touchline_work;
create policy output_changes_select on output_changes for select to touchline_app using (crew_sees(event_id));
-- A destination that its owner removes goes off.
create policy output_changes_insert on output_changes for insert to touchline_app with check (team_owns(event_id));
create policy output_changes_work on output_changes for insert to touchline_work with check ((select claim_kind()) = 'engine');

create function note_output_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    -- Not where the whole event goes.
    insert into output_changes (event_id, output, state)
    select old.event_id, old.output, 'off' where exists (select from events where id = old.event_id);
  elsif tg_op = 'INSERT' or new.state is distinct from old.state then
    insert into output_changes (event_id, output, state) values (new.event_id, new.output, new.state);
  end if;
  return null;
end $$;
create trigger output_changes_noted after insert or update of state or delete on output_status
  for each row execute function note_output_change();
