-- A token may be made for a time; null is one that is valid until it is revoked.
alter table api_tokens add column expires_at timestamptz;

-- The reconciler takes away sessions that are over.
grant delete on sessions to touchline_app;
create policy sessions_over on sessions for delete to touchline_app
  using ((select claim_purpose()) = 'session' and expires_at < now());
create policy crew_sessions_over on crew_sessions for delete to touchline_app
  using ((select claim_purpose()) = 'crew_link' and expires_at < now());
create index sessions_end on sessions (expires_at);
create index crew_sessions_end on crew_sessions (expires_at);
