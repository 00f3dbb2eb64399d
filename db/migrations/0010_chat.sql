-- The chat of an event. It has a counter and a row lock of its own, so that a flood of messages never waits for the row of
-- the event, nor a cut for the chat (safety F27). An event without a row here has a chat with the settings below.
create table chats (
  event_id uuid primary key references events on delete cascade,
  -- Raised under this row's lock with every message, removal and setting: sequence order is commit order.
  seq bigint not null default 0,
  -- auto: open while the event is on the air.
  state text not null default 'auto' check (state in ('auto', 'open', 'closed')),
  -- Seconds that a viewer waits between two messages; 0 is off.
  slow_s integer not null default 0 check (slow_s between 0 and 3600),
  links text not null default 'shown' check (links in ('shown', 'plain', 'refused')),
  retention_days integer not null default 30 check (retention_days between 1 and 3650),
  -- Everything up to here was deleted by the owner.
  floor_seq bigint not null default 0
);

-- Who speaks without being crew: one row a chat session, which the browser holds as a signed token. The address is a keyed
-- hash that differs from event to event.
create table chat_senders (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references chats on delete cascade,
  viewer text not null,
  address bytea not null,
  started_at timestamptz not null default now(),
  last_at timestamptz not null default now()
);
create index chat_senders_event on chat_senders (event_id, viewer);
create index chat_senders_age on chat_senders (last_at);

create table chat_messages (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references chats on delete cascade,
  seq bigint not null,
  at timestamptz not null default now(),
  name text not null check (char_length(name) between 1 and 120),
  -- Only ever set by the server, from the rights of who speaks.
  badge text check (badge in ('owner', 'director', 'moderator', 'host')),
  text text not null check (char_length(text) between 1 and 500),
  sender_id uuid references chat_senders on delete set null,
  -- The seq at which a moderator took it away: a reader who is at N reads what has seq or removed_seq above N.
  removed_seq bigint,
  removed_by text,
  unique (event_id, seq)
);
create index chat_messages_removed on chat_messages (event_id, removed_seq) where removed_seq is not null;
create index chat_messages_sender on chat_messages (sender_id);
create index chat_messages_age on chat_messages (at);

-- A mute has an end, a ban has none. It holds for the session, for the viewer's ticket, and for newcomers from the address.
create table chat_bans (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references chats on delete cascade,
  name text not null,
  sender_id uuid,
  viewer text not null,
  address bytea not null,
  until timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null
);
create index chat_bans_event on chat_bans (event_id);

create table chat_reports (
  message_id uuid not null references chat_messages on delete cascade,
  event_id uuid not null references chats on delete cascade,
  reporter text not null,
  at timestamptz not null default now(),
  settled_at timestamptz,
  primary key (message_id, reporter)
);
create index chat_reports_open on chat_reports (event_id) where settled_at is null;

-- Token buckets shared by all web processes, each as the moment at which it is full again. Written under the lock of the chat's
-- row. A crash forgets them, which only helps the next sender once.
create unlogged table chat_paces (
  event_id uuid not null,
  key text not null,
  full_at timestamptz not null,
  primary key (event_id, key)
);
create index chat_paces_age on chat_paces (full_at);

-- When the doorbell of a chat was last rung, and for which seq.
create unlogged table chat_bells (
  event_id uuid primary key,
  seq bigint not null default 0,
  rung_at timestamptz not null default '-infinity'
);

alter table chats enable row level security; alter table chats force row level security;
alter table chat_senders enable row level security; alter table chat_senders force row level security;
alter table chat_messages enable row level security; alter table chat_messages force row level security;
alter table chat_bans enable row level security; alter table chat_bans force row level security;
alter table chat_reports enable row level security; alter table chat_reports force row level security;
alter table chat_paces enable row level security; alter table chat_paces force row level security;
alter table chat_bells enable row level security; alter table chat_bells force row level security;

grant select, insert on chats to touchline_app;
grant update (seq, state, slow_s, links, retention_days, floor_seq) on chats to touchline_app;
grant select, insert, delete on chat_senders, chat_messages, chat_bans, chat_reports to touchline_app;
grant update (viewer, address, last_at) on chat_senders to touchline_app;
grant update (removed_seq, removed_by) on chat_messages to touchline_app;
grant update (settled_at) on chat_reports to touchline_app;
grant select, insert, update, delete on chat_paces, chat_bells to touchline_app;

-- Who looks after the chat: the team, directors and moderators.
create function crew_moderates(p_event uuid) returns boolean language sql stable as $$
  select case (select claim_kind())
    when 'member' then exists (select from events e where e.id = p_event)
    when 'crew' then p_event = (select claim_event()) and (select claim_role()) in ('director', 'moderator')
    else false
  end
$$;
-- Viewers know of events that are no drafts; which those are is decided by events_select.
create function viewer_sees(p_event uuid) returns boolean language sql stable as $$
  select (select claim_kind()) = 'viewer' and exists (select from events e where e.id = p_event)
$$;

-- The claim `chat` is the one by which messages are written and handed out, whoever they come from.
create policy events_chat on events for select to touchline_app using ((select claim_purpose()) = 'chat');

create policy chats_select on chats for select to touchline_app
  using ((select claim_purpose()) = 'chat' or crew_sees(event_id) or viewer_sees(event_id));
create policy chats_insert on chats for insert to touchline_app
  with check ((select claim_purpose()) = 'chat' or crew_moderates(event_id));
create policy chats_update on chats for update to touchline_app
  using ((select claim_purpose()) = 'chat' or crew_moderates(event_id));

create policy chat_senders_select on chat_senders for select to touchline_app
  using ((select claim_purpose()) = 'chat' or crew_moderates(event_id));
create policy chat_senders_insert on chat_senders for insert to touchline_app
  with check ((select claim_purpose()) = 'chat');
create policy chat_senders_update on chat_senders for update to touchline_app
  using ((select claim_purpose()) = 'chat');
create policy chat_senders_delete on chat_senders for delete to touchline_app
  using ((select claim_purpose()) = 'chat' or team_owns(event_id));

create policy chat_messages_select on chat_messages for select to touchline_app using (
  (select claim_purpose()) = 'chat' or crew_sees(event_id) or (removed_seq is null and viewer_sees(event_id))
);
create policy chat_messages_insert on chat_messages for insert to touchline_app
  with check ((select claim_purpose()) = 'chat');
create policy chat_messages_update on chat_messages for update to touchline_app using (crew_moderates(event_id));
create policy chat_messages_delete on chat_messages for delete to touchline_app
  using ((select claim_purpose()) = 'chat' or team_owns(event_id));

create policy chat_bans_select on chat_bans for select to touchline_app
  using ((select claim_purpose()) = 'chat' or crew_moderates(event_id));
create policy chat_bans_insert on chat_bans for insert to touchline_app with check (crew_moderates(event_id));
create policy chat_bans_delete on chat_bans for delete to touchline_app
  using ((select claim_purpose()) = 'chat' or crew_moderates(event_id));

create policy chat_reports_select on chat_reports for select to touchline_app
  using ((select claim_purpose()) = 'chat' or crew_moderates(event_id));
create policy chat_reports_insert on chat_reports for insert to touchline_app
  with check ((select claim_purpose()) = 'chat');
create policy chat_reports_update on chat_reports for update to touchline_app using (crew_moderates(event_id));
create policy chat_reports_delete on chat_reports for delete to touchline_app
  using ((select claim_purpose()) = 'chat' or team_owns(event_id));

create policy chat_paces_all on chat_paces for all to touchline_app
  using ((select claim_purpose()) = 'chat') with check ((select claim_purpose()) = 'chat');
create policy chat_bells_all on chat_bells for all to touchline_app
  using ((select claim_purpose()) = 'chat') with check ((select claim_purpose()) = 'chat');

-- Rings the doorbell for everything that is committed, at most once in 100 ms for one event over all web processes. Gives 0 when
-- it rang or was rung by another for this seq, else the milliseconds after which to ask again. Carries ids and seq only. It
-- writes unlogged rows alone, so the lock that NOTIFY takes over the whole cluster lasts no fsync.
create function ring_chat(p_event uuid, p_seq bigint) returns integer language plpgsql as $$
declare
  c_gap constant interval := '100 milliseconds';
  v_bell chat_bells;
  v_seq bigint;
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into chat_bells (event_id) values (p_event) on conflict do nothing;
  select * into v_bell from chat_bells where event_id = p_event for update;
  if v_bell.seq >= p_seq then return 0; end if;
  if v_bell.rung_at > clock_timestamp() - c_gap then
    return ceil(extract(epoch from v_bell.rung_at + c_gap - clock_timestamp()) * 1000);
  end if;
  select seq into v_seq from chats where event_id = p_event;
  if v_seq is null then return 0; end if;
  update chat_bells set seq = v_seq, rung_at = clock_timestamp() where event_id = p_event;
  perform pg_notify('touchline_chat', p_event || ':' || v_seq);
  return 0;
end $$;
