-- A number of a camera that was removed may be given again; two cameras that are there never share one.
alter table cameras drop constraint cameras_event_id_number_key;
create unique index cameras_number on cameras (event_id, number) where state <> 'removed';

-- Catching up needs minutes of these; the reconciler takes away the rest.
create index event_updates_at on event_updates (at);

-- A director renews the codes when they have leaked, and closes them when everybody is there.
drop policy secrets_insert on join_secrets;
drop policy secrets_update on join_secrets;
drop policy secrets_delete on join_secrets;
create policy secrets_insert on join_secrets for insert to touchline_app
  with check (team_owns(event_id) or ((select claim_kind()) = 'crew' and crew_directs(event_id)));
create policy secrets_update on join_secrets for update to touchline_app
  using (team_owns(event_id) or ((select claim_kind()) = 'crew' and crew_directs(event_id)));
create policy secrets_delete on join_secrets for delete to touchline_app
  using (team_owns(event_id) or ((select claim_kind()) = 'crew' and crew_directs(event_id)));
