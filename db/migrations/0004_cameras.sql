create table cameras (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references events on delete cascade,
  -- The number on the tile and on the key; kept for the life of the event.
  number integer not null check (number between 1 and 999),
  label text not null check (char_length(label) between 1 and 60),
  state text not null default 'waiting' check (state in ('waiting', 'admitted', 'removed')),
  connection text not null default 'connecting' check (connection in ('connecting', 'live', 'weak', 'late', 'lost', 'paused')),
  connection_since timestamptz not null default now(),
  identity text not null unique,
  device_hash bytea not null unique,
  device jsonb not null default '{}',
  joined_by text not null check (joined_by in ('code', 'qr')),
  muted boolean not null default false,
  picture_off boolean not null default false,
  seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  admitted_at timestamptz,
  removed_at timestamptz,
  unique (event_id, id),
  unique (event_id, number)
);
create index cameras_event on cameras (event_id) where state <> 'removed';

-- An event can never show another event's camera.
alter table events
  add constraint events_on_air foreign key (id, on_air) references cameras (event_id, id) on delete set null (on_air),
  add constraint events_preview foreign key (id, preview) references cameras (event_id, id) on delete set null (preview);

-- Last value only, outside seq: signal, battery, what the phone sends, sound level. Lost with a crash, and nothing is missed.
create unlogged table camera_telemetry (
  camera_id uuid not null references cameras on delete cascade,
  source text not null check (source in ('phone', 'engine')),
  event_id uuid not null,
  data jsonb not null,
  at timestamptz not null default now(),
  primary key (camera_id, source)
);
create index camera_telemetry_event on camera_telemetry (event_id);

alter table cameras enable row level security; alter table cameras force row level security;
alter table camera_telemetry enable row level security; alter table camera_telemetry force row level security;

grant select, insert, update on cameras to touchline_app;
grant select, insert, update on camera_telemetry to touchline_app, touchline_work;
grant select on cameras to touchline_work;
grant update (connection, connection_since, seen_at) on cameras to touchline_work;

create policy cameras_select on cameras for select to touchline_app using (
  crew_sees(event_id)
  or ((select claim_kind()) = 'camera' and id = (select claim_camera()))
  or ((select claim_kind()) = 'joining' and event_id = (select claim_event()))
  or (select claim_purpose()) = 'device'
);
create policy cameras_insert on cameras for insert to touchline_app
  with check ((select claim_kind()) = 'joining' and event_id = (select claim_event()));
create policy cameras_update on cameras for update to touchline_app using (
  crew_directs(event_id)
  or ((select claim_kind()) = 'camera' and id = (select claim_camera()))
  or ((select claim_kind()) = 'joining' and event_id = (select claim_event()))
);
create policy cameras_work_select on cameras for select to touchline_work using ((select claim_kind()) = 'engine');
create policy cameras_work_update on cameras for update to touchline_work using ((select claim_kind()) = 'engine');

create policy telemetry_select on camera_telemetry for select to touchline_app
  using (crew_sees(event_id) or ((select claim_kind()) = 'camera' and camera_id = (select claim_camera())));
create policy telemetry_insert on camera_telemetry for insert to touchline_app
  with check ((select claim_kind()) = 'camera' and camera_id = (select claim_camera()) and event_id = (select claim_event()));
create policy telemetry_update on camera_telemetry for update to touchline_app
  using ((select claim_kind()) = 'camera' and camera_id = (select claim_camera()));
create policy telemetry_work on camera_telemetry for all to touchline_work
  using ((select claim_kind()) = 'engine') with check ((select claim_kind()) = 'engine');
