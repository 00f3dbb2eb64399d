-- One row per event and web process; a row counts only while it is fresh.
create unlogged table presence (
  event_id uuid not null,
  process_id text not null,
  viewers integer not null default 0,
  crew integer not null default 0,
  cameras integer not null default 0,
  updated_at timestamptz not null default now(),
  primary key (event_id, process_id)
);

-- Fixed windows shared by all web processes. A crash forgets them, which only helps the next caller once.
create unlogged table rate_limits (
  key text primary key,
  window_start timestamptz not null default now(),
  hits integer not null default 1
);

create table webhook_events (
  id text primary key,
  received_at timestamptz not null default now()
);

-- Single-use tickets by which a crew socket proves its session; seconds of life.
create unlogged table socket_tickets (
  ticket_hash bytea primary key,
  claims jsonb not null,
  expires_at timestamptz not null
);

alter table presence enable row level security; alter table presence force row level security;
alter table rate_limits enable row level security; alter table rate_limits force row level security;
alter table webhook_events enable row level security; alter table webhook_events force row level security;
alter table socket_tickets enable row level security; alter table socket_tickets force row level security;

grant select, insert, update, delete on presence, rate_limits to touchline_app;
grant select, insert, delete on webhook_events, socket_tickets to touchline_app;
grant select on presence to touchline_work;

create policy presence_process on presence for all to touchline_app
  using ((select claim_purpose()) = 'presence') with check ((select claim_purpose()) = 'presence');
create policy presence_select on presence for select to touchline_app using (crew_sees(event_id));
create policy presence_work on presence for select to touchline_work using ((select claim_kind()) = 'engine');

create policy limits_all on rate_limits for all to touchline_app
  using ((select claim_purpose()) = 'limits') with check ((select claim_purpose()) = 'limits');

create policy webhooks_all on webhook_events for all to touchline_app
  using ((select claim_purpose()) = 'reconcile') with check ((select claim_purpose()) = 'reconcile');

create policy tickets_all on socket_tickets for all to touchline_app
  using ((select claim_purpose()) = 'ticket') with check ((select claim_purpose()) = 'ticket');
