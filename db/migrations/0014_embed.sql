-- Which sites may embed the player, as origins (https://club.example); none means any. Checked by core/embed-origin.
alter table events add column embed_origins text[] not null default '{}' check (cardinality(embed_origins) <= 50);

-- Whether viewers get the recording once the event is over.
alter table events add column recording_public boolean not null default false;

-- Finished parts of what its owner has published, for anybody; which events a viewer may know of is decided by events_select.
create policy recordings_published on recordings for select to touchline_app using (
  (select claim_kind()) = 'viewer' and ended_at is not null
  and exists (select from events e where e.id = event_id and e.status = 'ended' and e.recording_public)
);
