-- Every change of the program, for ever. The program at any moment is the fold of these rows.
create table switch_logs (
  id bigint generated always as identity primary key,
  event_id uuid not null references events on delete cascade,
  seq bigint not null,
  at timestamptz not null default now(),
  kind text not null check (kind in ('cut', 'layout', 'fade', 'slate', 'graphic')),
  from_camera uuid,
  to_camera uuid,
  transition text not null default 'cut',
  actor text not null,
  source text not null check (source in ('director', 'failover', 'auto', 'api')),
  request_id text check (char_length(request_id) between 1 and 100),
  media_time_ms bigint,
  data jsonb not null default '{}',
  unique (event_id, request_id)
);
create index switch_logs_event on switch_logs (event_id, id desc);

create table event_log (
  id bigint generated always as identity primary key,
  event_id uuid not null references events on delete cascade,
  at timestamptz not null default now(),
  kind text not null,
  severity text not null default 'info' check (severity in ('info', 'warning', 'error')),
  text text not null check (char_length(text) between 1 and 500),
  data jsonb not null default '{}'
);
create index event_log_event on event_log (event_id, id desc);

alter table switch_logs enable row level security; alter table switch_logs force row level security;
alter table event_log enable row level security; alter table event_log force row level security;

grant select, insert on switch_logs, event_log to touchline_app, touchline_work;
grant update (media_time_ms) on switch_logs to touchline_work;

create policy switches_select on switch_logs for select to touchline_app using (crew_sees(event_id));
create policy switches_insert on switch_logs for insert to touchline_app with check (crew_directs(event_id));
create policy switches_work_select on switch_logs for select to touchline_work using ((select claim_kind()) = 'engine');
create policy switches_work_insert on switch_logs for insert to touchline_work with check ((select claim_kind()) = 'engine');
create policy switches_work_update on switch_logs for update to touchline_work using ((select claim_kind()) = 'engine');

create policy log_select on event_log for select to touchline_app using (crew_sees(event_id));
create policy log_insert on event_log for insert to touchline_app
  with check (crew_directs(event_id) or ((select claim_kind()) in ('camera', 'joining') and event_id = (select claim_event())));
create policy log_work_select on event_log for select to touchline_work using ((select claim_kind()) = 'engine');
create policy log_work_insert on event_log for insert to touchline_work with check ((select claim_kind()) = 'engine');
