-- Graphics over the program's picture: the prepared list of each event, and which of them are on the air.
create table graphics (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references events on delete cascade,
  kind text not null check (kind in ('score-bug', 'clock', 'lower-third', 'line-up', 'title', 'countdown', 'qr', 'text')),
  -- In the prepared list; empty where what it says is name enough.
  name text not null default '' check (char_length(name) <= 60),
  -- By kind (core/graphics-input); colours as #rrggbb; {anchor, scale}.
  content jsonb not null,
  theme jsonb not null default '{}',
  position jsonb not null default '{}',
  -- A higher one lies over a lower one; of two equal ones the newer over the older.
  layer integer not null check (layer between 0 and 99),
  on_air boolean not null default false,
  -- How many frames its last move in or out takes, who made it, and when.
  frames integer not null default 0 check (frames between 0 and 250),
  moved_by text,
  moved_at timestamptz,
  created_at timestamptz not null default now()
);
create index graphics_event on graphics (event_id, layer, created_at);

alter table graphics enable row level security; alter table graphics force row level security;

grant select, insert, delete on graphics to touchline_app;
grant update (name, content, theme, position, layer, on_air, frames, moved_by, moved_at) on graphics to touchline_app;
grant select on graphics, scores, score_changes to touchline_work;

create policy graphics_select on graphics for select to touchline_app using (crew_sees(event_id));
create policy graphics_insert on graphics for insert to touchline_app with check (crew_assists(event_id));
create policy graphics_update on graphics for update to touchline_app using (crew_assists(event_id));
create policy graphics_delete on graphics for delete to touchline_app using (crew_assists(event_id));
create policy graphics_work on graphics for select to touchline_work using ((select claim_kind()) = 'engine');
-- The engine draws the score and its clock.
create policy scores_work on scores for select to touchline_work using ((select claim_kind()) = 'engine');
create policy score_changes_work on score_changes for select to touchline_work using ((select claim_kind()) = 'engine');

-- Each move in or out is a row of the log, also an assistant's.
alter policy switches_insert on switch_logs
  with check (crew_directs(event_id) or (kind = 'graphic' and crew_assists(event_id)));
