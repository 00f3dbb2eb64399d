-- How far the clock of this database is from one that never steps (that of the machine's uptime), ms. Where the difference changes, the
-- clock was set, and what counts the time since then is moved by as much.
create table machine_clock (
  only_one boolean primary key default true check (only_one),
  -- Changes with each start of the machine: the steady clock begins again then.
  machine text not null,
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

-- A mute is for some minutes, however the clock is set meanwhile.
grant update (until) on chat_bans to touchline_app;
create policy chat_bans_clock on chat_bans for select to touchline_app using ((select claim_purpose()) = 'clock');
create policy chat_bans_clock_moves on chat_bans for update to touchline_app using ((select claim_purpose()) = 'clock');

-- As before, but for a doorbell that was rung later than now: the clock was set back, and the chat is not silent until then.
create or replace function ring_chat(p_event uuid, p_seq bigint) returns integer language plpgsql as $$
declare
  c_gap constant interval := '100 milliseconds';
  v_bell chat_bells;
  v_seq bigint;
  v_now timestamptz := clock_timestamp();
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into chat_bells (event_id) values (p_event) on conflict do nothing;
  select * into v_bell from chat_bells where event_id = p_event for update;
  if v_bell.seq >= p_seq then return 0; end if;
  if v_bell.rung_at > v_now - c_gap and v_bell.rung_at < v_now + interval '1 second' then
    return ceil(extract(epoch from v_bell.rung_at + c_gap - v_now) * 1000);
  end if;
  select seq into v_seq from chats where event_id = p_event;
  if v_seq is null then return 0; end if;
  update chat_bells set seq = v_seq, rung_at = clock_timestamp() where event_id = p_event;
  perform pg_notify('touchline_chat', p_event || ':' || v_seq);
  return 0;
end $$;
