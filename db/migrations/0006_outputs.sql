create table destinations (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references events on delete cascade,
  plugin text not null check (char_length(plugin) between 1 and 40),
  label text not null check (char_length(label) between 1 and 60),
  settings jsonb not null default '{}',
  -- Enabled ones start with the event; start and stop while on air change it too.
  enabled boolean not null default true,
  key_hint text not null default '',
  position integer not null default 0,
  created_at timestamptz not null default now()
);
create index destinations_event on destinations (event_id);

-- Write-only for the web role: it can put a key and take it away, never read it back.
create table destination_secrets (
  destination_id uuid primary key references destinations on delete cascade,
  event_id uuid not null,
  sealed bytea not null
);

-- Health of each output as the engine sees it. `output` is a destination's id, 'recording' or 'viewers'.
create table output_status (
  event_id uuid not null references events on delete cascade,
  output text not null,
  state text not null check (state in ('off', 'connecting', 'live', 'stalled', 'reconnecting', 'failed')),
  since timestamptz not null default now(),
  bytes bigint not null default 0,
  kbps integer not null default 0,
  retries integer not null default 0,
  verdict text,
  updated_at timestamptz not null default now(),
  primary key (event_id, output)
);

create table recordings (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references events on delete cascade,
  stream_id uuid not null references streams on delete cascade,
  part integer not null,
  file text not null,
  media_start_ms bigint not null default 0,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  bytes bigint not null default 0,
  unique (stream_id, part),
  unique (stream_id, file)
);
create index recordings_event on recordings (event_id);

-- Which worker owns an event. The holder raises `counter` each second; a taker raises `fence`.
create table engine_leases (
  event_id uuid primary key references events on delete cascade,
  worker text not null,
  host text not null,
  pid integer not null,
  counter bigint not null default 0,
  fence bigint not null default 1,
  status text not null default 'starting' check (status in ('starting', 'running', 'stopped')),
  stats jsonb not null default '{}',
  renewed_at timestamptz not null default now()
);

alter table destinations enable row level security; alter table destinations force row level security;
alter table destination_secrets enable row level security; alter table destination_secrets force row level security;
alter table output_status enable row level security; alter table output_status force row level security;
alter table recordings enable row level security; alter table recordings force row level security;
alter table engine_leases enable row level security; alter table engine_leases force row level security;

grant select, insert, update, delete on destinations to touchline_app;
grant insert, delete on destination_secrets to touchline_app;
grant select (destination_id, event_id), update (sealed) on destination_secrets to touchline_app;
grant select, delete on output_status to touchline_app;
grant select on recordings, engine_leases to touchline_app;
grant select on destinations, destination_secrets to touchline_work;
grant select, insert, update, delete on output_status, engine_leases to touchline_work;
grant select, insert, update on recordings to touchline_work;

create policy destinations_select on destinations for select to touchline_app using (crew_sees(event_id));
create policy destinations_insert on destinations for insert to touchline_app with check (team_owns(event_id));
create policy destinations_update on destinations for update to touchline_app using (crew_directs(event_id));
create policy destinations_delete on destinations for delete to touchline_app using (team_owns(event_id));
create policy destinations_work on destinations for select to touchline_work using ((select claim_kind()) = 'engine');

create policy dsecrets_select on destination_secrets for select to touchline_app using (team_owns(event_id));
create policy dsecrets_insert on destination_secrets for insert to touchline_app with check (team_owns(event_id));
create policy dsecrets_update on destination_secrets for update to touchline_app using (team_owns(event_id));
create policy dsecrets_delete on destination_secrets for delete to touchline_app using (team_owns(event_id));
create policy dsecrets_work on destination_secrets for select to touchline_work using ((select claim_kind()) = 'engine');

create policy outputs_select on output_status for select to touchline_app using (crew_sees(event_id));
create policy outputs_delete on output_status for delete to touchline_app using (team_owns(event_id));
create policy outputs_work on output_status for all to touchline_work
  using ((select claim_kind()) = 'engine') with check ((select claim_kind()) = 'engine');

create policy recordings_select on recordings for select to touchline_app using (crew_sees(event_id));
create policy recordings_work on recordings for all to touchline_work
  using ((select claim_kind()) = 'engine') with check ((select claim_kind()) = 'engine');

create policy leases_select on engine_leases for select to touchline_app using (crew_sees(event_id));
create policy leases_work on engine_leases for all to touchline_work
  using ((select claim_kind()) = 'engine') with check ((select claim_kind()) = 'engine');
