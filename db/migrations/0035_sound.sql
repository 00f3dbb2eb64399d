-- The sound mixer of an event. Without a row all is as at the start: sound follows the picture, every fader at 0 dB.
create table sounds (
  event_id uuid primary key references events on delete cascade,
  mode text not null default 'follow' check (mode in ('follow', 'fixed', 'manual')),
  -- -60 is silence.
  master_gain_db double precision not null default 0 check (master_gain_db between -60 and 12),
  master_muted boolean not null default false,
  -- Null: by the destinations.
  target_lufs double precision check (target_lufs between -36 and -8),
  -- Raised to begin the measurement of loudness again.
  loudness_resets integer not null default 0,
  -- {control: {by, at, seq}}: who moved each last.
  moved jsonb not null default '{}'
);

-- A camera in the mixer.
create table sound_sources (
  event_id uuid not null,
  camera_id uuid primary key,
  gain_db double precision not null default 0 check (gain_db between -60 and 12),
  muted boolean not null default false,
  delay_ms integer not null default 0 check (delay_ms between 0 and 2000),
  pan double precision not null default 0 check (pan between -1 and 1),
  low_cut boolean not null default false,
  low_cut_hz integer not null default 80 check (low_cut_hz between 40 and 300),
  -- Null: that of the event.
  mode text check (mode in ('follow', 'fixed', 'manual')),
  moved jsonb not null default '{}',
  foreign key (event_id, camera_id) references cameras (event_id, id) on delete cascade
);
create index sound_sources_event on sound_sources (event_id, camera_id);

-- Every move, so that a request that is sent again moves nothing twice.
create table sound_changes (
  event_id uuid not null references events on delete cascade,
  seq bigint not null,
  at timestamptz not null default now(),
  actor text not null,
  request_id text check (char_length(request_id) between 1 and 100),
  -- What was asked for.
  data jsonb not null,
  primary key (event_id, seq),
  unique (event_id, request_id)
);

alter table sounds enable row level security; alter table sounds force row level security;
alter table sound_sources enable row level security; alter table sound_sources force row level security;
alter table sound_changes enable row level security; alter table sound_changes force row level security;

grant select, insert, update on sounds, sound_sources to touchline_app;
grant select, insert on sound_changes to touchline_app;
grant select on sounds, sound_sources to touchline_work;

create policy sounds_select on sounds for select to touchline_app using (crew_sees(event_id));
create policy sounds_insert on sounds for insert to touchline_app with check (crew_assists(event_id));
create policy sounds_update on sounds for update to touchline_app using (crew_assists(event_id));
create policy sounds_work_select on sounds for select to touchline_work using ((select claim_kind()) = 'engine');
create policy sound_sources_select on sound_sources for select to touchline_app using (crew_sees(event_id));
create policy sound_sources_insert on sound_sources for insert to touchline_app with check (crew_assists(event_id));
create policy sound_sources_update on sound_sources for update to touchline_app using (crew_assists(event_id));
create policy sound_sources_work_select on sound_sources for select to touchline_work
  using ((select claim_kind()) = 'engine');
create policy sound_changes_select on sound_changes for select to touchline_app using (crew_sees(event_id));
create policy sound_changes_insert on sound_changes for insert to touchline_app with check (crew_assists(event_id));
