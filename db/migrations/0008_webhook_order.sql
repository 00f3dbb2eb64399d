-- LiveKit's webhooks come late, twice and out of order (safety F28, F29). The newest participant session that was heard of
-- decides: an older one is ignored, and one that has left stays left.
alter table cameras
  add column participant_sid text not null default '',
  add column participant_joined_at timestamptz not null default '-infinity',
  add column participant_left boolean not null default true;

create index webhook_events_age on webhook_events (received_at);
