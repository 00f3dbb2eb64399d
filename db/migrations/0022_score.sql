-- The score of a match, and its clock. An event has none before somebody sets it up. Nobody sends ticks: what the clock shows is
-- `clock_ms` plus the time since `clock_started_at`.
create table scores (
  event_id uuid primary key references events on delete cascade,
  home_name text not null check (char_length(home_name) between 1 and 30),
  away_name text not null check (char_length(away_name) between 1 and 30),
  home_short text not null check (char_length(home_short) between 1 and 4),
  away_short text not null check (char_length(away_short) between 1 and 4),
  home_points integer not null default 0 check (home_points between 0 and 999),
  away_points integer not null default 0 check (away_points between 0 and 999),
  -- A word of core/score PERIODS; null before the match.
  period text check (char_length(period) between 1 and 20),
  clock_ms integer not null default 0 check (clock_ms between 0 and 86400000),
  -- Null: it stands still.
  clock_started_at timestamptz
);

-- Every point and every correction, for ever: marks on the curve, and what can be taken back. `undoes` names the change that this
-- one took back, which can be done once.
create table score_changes (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references scores on delete cascade,
  seq bigint not null,
  at timestamptz not null default now(),
  side text not null check (side in ('home', 'away')),
  delta integer not null check (delta in (-1, 1)),
  -- How it stood after it, and what the clock showed.
  home_points integer not null,
  away_points integer not null,
  clock_ms integer not null,
  actor text not null,
  undoes uuid unique references score_changes on delete cascade,
  request_id text check (char_length(request_id) between 1 and 100),
  unique (event_id, request_id)
);
create index score_changes_event on score_changes (event_id, seq desc);

alter table scores enable row level security; alter table scores force row level security;
alter table score_changes enable row level security; alter table score_changes force row level security;

grant select, insert, delete on scores to touchline_app;
grant update (home_name, away_name, home_short, away_short, home_points, away_points, period, clock_ms, clock_started_at)
  on scores to touchline_app;
grant select, insert on score_changes to touchline_app;

-- Who keeps the score: the team, directors and scorers.
create function crew_scores(p_event uuid) returns boolean language sql stable as $$
  select case (select claim_kind())
    when 'member' then exists (select from events e where e.id = p_event)
    when 'crew' then p_event = (select claim_event()) and (select claim_role()) in ('director', 'scorer')
    else false
  end
$$;

create policy scores_select on scores for select to touchline_app
  using (crew_sees(event_id) or viewer_sees(event_id));
create policy scores_insert on scores for insert to touchline_app with check (crew_scores(event_id));
create policy scores_update on scores for update to touchline_app using (crew_scores(event_id));
create policy scores_delete on scores for delete to touchline_app
  using ((select claim_kind()) in ('member', 'crew') and crew_directs(event_id));
create policy score_changes_select on score_changes for select to touchline_app using (crew_sees(event_id));
create policy score_changes_insert on score_changes for insert to touchline_app with check (crew_scores(event_id));

-- A scorer's change raises the event's seq like every other, and may do nothing else to the event.
alter policy events_update on events using (
  ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]))
  or ((select claim_kind()) = 'crew' and (select claim_role()) in ('director', 'scorer') and id = (select claim_event()))
  or ((select claim_kind()) in ('camera', 'joining') and id = (select claim_event()))
  or (select claim_purpose()) = 'reconcile'
);
create function scorer_raises_seq() returns trigger language plpgsql as $$
begin
  if new.seq > old.seq
    and to_jsonb(new) - '{seq,updated_at}'::text[] = to_jsonb(old) - '{seq,updated_at}'::text[] then return new;
  end if;
  raise insufficient_privilege using message = 'permission denied: a scorer may only raise the seq of an event';
end $$;
create trigger events_scorer before update on events
  for each row when (claim_role() = 'scorer') execute function scorer_raises_seq();
