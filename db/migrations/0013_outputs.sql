-- A viewer's page names the platforms on which the event can be watched too. Nobody is known there, so this has a purpose of
-- its own: enabled destinations and nothing else of an event. What it selects never leaves as it is (app/domain/state/players).
create policy destinations_players on destinations for select to touchline_app
  using ((select claim_purpose()) = 'players' and enabled);

-- A destination may have more secrets than its stream key, such as a token for the platform's own figures. One row each, so that
-- one can be replaced by a role that cannot read the others.
alter table destination_secrets
  add column name text not null default 'streamKey' check (name ~ '^[A-Za-z]{1,40}$'),
  drop constraint destination_secrets_pkey,
  add primary key (destination_id, name);
grant select (name) on destination_secrets to touchline_app;

-- What the platform itself says of a stream: {health, message, viewers, at}. Null where nothing is asked.
alter table output_status add column platform jsonb;

-- Rotation of the root key seals everything anew. It may rewrite secrets and do nothing else.
grant update (sealed) on destination_secrets to touchline_work;
grant select, update (code_hash, code_sealed, secret_hash, secret_sealed) on join_secrets to touchline_work;
create policy dsecrets_rotation_select on destination_secrets for select to touchline_work
  using ((select claim_kind()) = 'rotation');
create policy dsecrets_rotation on destination_secrets for update to touchline_work
  using ((select claim_kind()) = 'rotation');
create policy secrets_rotation_select on join_secrets for select to touchline_work
  using ((select claim_kind()) = 'rotation');
create policy secrets_rotation on join_secrets for update to touchline_work
  using ((select claim_kind()) = 'rotation');

-- Rooms and egresses that LiveKit told of, so that each beginning and each end stands in the log once, in whatever order and
-- however often it is told (safety F28, F29).
create table livekit_sessions (
  sid text primary key check (char_length(sid) between 1 and 80),
  event_id uuid not null references events on delete cascade,
  kind text not null check (kind in ('room', 'egress')),
  ended boolean not null default false,
  heard_at timestamptz not null default now()
);
create index livekit_sessions_age on livekit_sessions (heard_at);
alter table livekit_sessions enable row level security; alter table livekit_sessions force row level security;
grant select, insert, update, delete on livekit_sessions to touchline_app;
create policy livekit_sessions_all on livekit_sessions for all to touchline_app
  using ((select claim_purpose()) = 'reconcile') with check ((select claim_purpose()) = 'reconcile');
