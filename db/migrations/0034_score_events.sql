-- The score is made of events: score_changes holds every kind of them, and what `scores` says of points, period and clock follows
-- from its list (core/scoring/fold.ts). Rows are only added; `undoes` takes one back.
alter table scores
  add column sport text not null default 'free'
    check (sport in ('free', 'football', 'basketball', 'handball', 'volleyball', 'ice-hockey', 'rugby', 'tennis')),
  -- Where a period is counted down: from here. The reading itself always counts up.
  add column clock_down_ms integer check (clock_down_ms between 1 and 86400000);

alter table score_changes
  -- Its place among those of the same seq: a phone sends several at once.
  add column number integer not null default 1,
  add column kind text not null default 'goal'
    check (kind in ('goal', 'correction', 'card', 'substitution', 'timeout', 'period', 'clock', 'undo')),
  -- When the button was pressed, by the server's clock; `at` is when it arrived.
  add column pressed_at timestamptz not null default clock_timestamp(),
  -- What only some kinds have: period, clock, card, player, playerIn, note.
  add column data jsonb not null default '{}' check (pg_column_size(data) < 4000),
  alter column side drop not null,
  alter column delta drop not null,
  drop constraint score_changes_delta_check,
  add constraint score_changes_delta_check check (delta <> 0 and delta between -999 and 999);
drop index score_changes_event;
create index score_changes_event on score_changes (event_id, seq desc, number desc);

-- What was kept until now becomes such a list. The owner of the tables is bound by their policies, too.
alter table scores no force row level security; alter table score_changes no force row level security;
alter table events no force row level security;
update score_changes set pressed_at = at,
  kind = case when undoes is not null then 'undo' when delta < 0 then 'correction' else 'goal' end;
insert into score_changes (event_id, seq, number, kind, pressed_at, data, home_points, away_points, clock_ms, actor)
  select s.event_id, e.seq, 1000, 'period', coalesce(s.clock_started_at, now()), jsonb_build_object('period', s.period,
      'clock', jsonb_build_object('ms', s.clock_ms, 'running', s.clock_started_at is not null)),
    s.home_points, s.away_points, s.clock_ms, 'Touchline'
  from scores s join events e on e.id = s.event_id
  where s.period is not null or s.clock_ms > 0 or s.clock_started_at is not null;
alter table scores force row level security; alter table score_changes force row level security;
alter table events force row level security;

grant update (sport, clock_down_ms) on scores to touchline_app;
grant update (pressed_at) on score_changes to touchline_app;
