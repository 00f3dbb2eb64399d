-- Whose side a fault is on and which button mends it, as the engine found out; null while all is well.
alter table output_status
  add column side text check (side in ('server', 'uplink', 'key', 'address', 'machine', 'platform')),
  add column remedy text check (remedy in ('replace-key', 'check-address', 'try-now'));

-- Raised when somebody wants a destination that is in trouble to be tried again at once.
alter table destinations add column tries integer not null default 0;

-- The newest test of each destination. The web process asks, an engine answers: only there the stream key can be read, and what
-- is tested is what will run.
create table destination_tests (
  destination_id uuid primary key references destinations on delete cascade,
  event_id uuid not null references events on delete cascade,
  asked uuid not null,
  asked_at timestamptz not null default now(),
  -- Taken by an engine; who took it and died is followed by another.
  taken_at timestamptz,
  -- {ok, text, side, remedy, tookMs}
  result jsonb,
  done_at timestamptz
);
create index destination_tests_open on destination_tests (asked_at) where done_at is null;

alter table destination_tests enable row level security; alter table destination_tests force row level security;
grant select, insert, update, delete on destination_tests to touchline_app;
grant select, update on destination_tests to touchline_work;
create policy dtests_select on destination_tests for select to touchline_app using (crew_sees(event_id));
create policy dtests_insert on destination_tests for insert to touchline_app with check (crew_directs(event_id)
  and exists (select 1 from destinations d where d.id = destination_id and d.event_id = destination_tests.event_id));
create policy dtests_update on destination_tests for update to touchline_app using (crew_directs(event_id));
create policy dtests_delete on destination_tests for delete to touchline_app using (crew_directs(event_id));
create policy dtests_work on destination_tests for all to touchline_work
  using ((select claim_kind()) = 'engine') with check ((select claim_kind()) = 'engine');
