-- A show has one host, who is its one camera: a row like a phone's, made with the show and opened by no device cookie.
alter table cameras drop constraint cameras_joined_by_check;
alter table cameras add constraint cameras_joined_by_check check (joined_by in ('code', 'qr', 'host'));
create unique index cameras_host on cameras (event_id) where joined_by = 'host';
create policy cameras_insert_host on cameras for insert to touchline_app
  with check (joined_by = 'host' and team_owns(event_id));

-- The host's link is told again by every initialize: beside its hash lies a ciphertext. Of other links only the hash is kept.
alter table crew_links drop constraint crew_links_role_check;
alter table crew_links
  add constraint crew_links_role_check check (role in ('director', 'scorer', 'moderator', 'commentator', 'host')),
  add column sealed bytea;
