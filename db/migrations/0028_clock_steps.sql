-- How far the clocks of the web process and of this database are from one that never steps (that of the machine's uptime), ms. Where a
-- difference changes, a clock was set, and what counts the time since then is moved by as much.
create table machine_clock (
  only_one boolean primary key default true check (only_one),
  -- Changes with each start of the machine: the steady clock begins again then.
  machine text not null,
  web_ms double precision not null,
  database_ms double precision not null
);
alter table machine_clock enable row level security; alter table machine_clock force row level security;
grant select, insert, update on machine_clock to touchline_app;
create policy machine_clock_all on machine_clock for all to touchline_app
  using ((select claim_purpose()) = 'clock') with check ((select claim_purpose()) = 'clock');

grant update (at) on switch_logs, event_log, output_changes, score_changes, stream_samples to touchline_app;
grant update (since) on output_status to touchline_app;
grant update (started_at, ended_at) on recordings to touchline_app;

create policy events_clock on events for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy events_clock_moves on events for update to touchline_app using ((select claim_purpose()) = 'clock');
create policy event_updates_clock on event_updates for insert to touchline_app
  with check ((select claim_purpose()) = 'clock');
create policy streams_clock on streams for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy streams_clock_moves on streams for update to touchline_app using ((select claim_purpose()) = 'clock');
create policy cameras_clock on cameras for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy cameras_clock_moves on cameras for update to touchline_app using ((select claim_purpose()) = 'clock');
create policy switch_logs_clock on switch_logs for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy switch_logs_clock_moves on switch_logs for update to touchline_app using ((select claim_purpose()) = 'clock');
create policy event_log_clock on event_log for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy event_log_clock_moves on event_log for update to touchline_app using ((select claim_purpose()) = 'clock');
create policy output_changes_clock on output_changes for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy output_changes_clock_moves on output_changes for update to touchline_app
  using ((select claim_purpose()) = 'clock');
create policy output_status_clock on output_status for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy output_status_clock_moves on output_status for update to touchline_app
  using ((select claim_purpose()) = 'clock');
create policy score_changes_clock on score_changes for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy score_changes_clock_moves on score_changes for update to touchline_app
  using ((select claim_purpose()) = 'clock');
create policy stream_samples_clock on stream_samples for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy stream_samples_clock_moves on stream_samples for update to touchline_app
  using ((select claim_purpose()) = 'clock');
create policy recordings_clock on recordings for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy recordings_clock_moves on recordings for update to touchline_app using ((select claim_purpose()) = 'clock');
create policy scores_clock on scores for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy scores_clock_moves on scores for update to touchline_app using ((select claim_purpose()) = 'clock');
