create table events (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams on delete cascade,
  slug text not null check (slug ~ '^[A-Za-z0-9_-]{1,64}$'),
  title text not null check (char_length(title) between 1 and 120),
  kind text not null default 'match' check (kind in ('match', 'show')),
  visibility text not null default 'public' check (visibility in ('public', 'unlisted')),
  admission text not null default 'manual' check (admission in ('manual', 'immediate')),
  status text not null default 'ready' check (status in ('draft', 'ready', 'live', 'ended')),
  starts_at timestamptz,
  -- The director's wishes for the engine: {fallbackOrder, autoReturn, encoding}. Parsed by core, defaults where absent.
  settings jsonb not null default '{}',
  seq bigint not null default 0,
  program_seq bigint not null default 0,
  on_air uuid,
  preview uuid,
  layout text not null default 'single' check (layout in ('single')),
  faded boolean not null default false,
  stream_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- Addresses are typed by people: two events may not differ by capitals alone.
create unique index events_slug on events (lower(slug));
create index events_team on events (team_id);
create index events_status on events (status) where status in ('ready', 'live');

-- What changed, for catching up; never content. Readers fetch the present slice of each topic.
create table event_updates (
  event_id uuid not null references events on delete cascade,
  seq bigint not null,
  topics text[] not null,
  at timestamptz not null default now(),
  primary key (event_id, seq)
);

-- The typed code and the QR secret: a keyed hash to look up, a ciphertext so that the crew can show them again.
create table join_secrets (
  event_id uuid primary key references events on delete cascade,
  code_hash bytea not null unique,
  code_sealed bytea not null,
  secret_hash bytea not null unique,
  secret_sealed bytea not null,
  renewed_at timestamptz not null default now()
);

create table crew_links (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references events on delete cascade,
  role text not null check (role in ('director', 'scorer', 'moderator', 'commentator')),
  label text not null default '',
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  opened_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index crew_links_event on crew_links (event_id);

-- What a browser holds after it opened a crew link.
create table crew_sessions (
  id_hash bytea primary key,
  link_id uuid not null references crew_links on delete cascade,
  event_id uuid not null references events on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index crew_sessions_link on crew_sessions (link_id);

create table streams (
  id uuid primary key default gen_random_uuid(),
  event_id uuid not null references events on delete cascade,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  peak_viewers integer not null default 0
);
create index streams_event on streams (event_id, started_at);
alter table events add constraint events_stream foreign key (stream_id) references streams on delete set null;

alter table events enable row level security; alter table events force row level security;
alter table event_updates enable row level security; alter table event_updates force row level security;
alter table join_secrets enable row level security; alter table join_secrets force row level security;
alter table crew_links enable row level security; alter table crew_links force row level security;
alter table crew_sessions enable row level security; alter table crew_sessions force row level security;
alter table streams enable row level security; alter table streams force row level security;

grant select, insert, update, delete on events, join_secrets, crew_links to touchline_app;
grant select, insert, delete on crew_sessions, event_updates to touchline_app;
grant select, insert, update on streams to touchline_app;
grant select, update on events to touchline_work;
grant select, insert on event_updates to touchline_work;
grant select, update on streams to touchline_work;

create policy events_select on events for select to touchline_app using (
  ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]))
  or ((select claim_kind()) in ('crew', 'camera', 'joining') and id = (select claim_event()))
  or ((select claim_kind()) = 'viewer' and status in ('ready', 'live', 'ended'))
  or (select claim_purpose()) in ('reconcile', 'join')
);
create policy events_insert on events for insert to touchline_app
  with check ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]));
-- Cameras and joining phones only ever raise seq; the domain holds them to it.
create policy events_update on events for update to touchline_app using (
  ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]))
  or ((select claim_kind()) = 'crew' and (select claim_role()) = 'director' and id = (select claim_event()))
  or ((select claim_kind()) in ('camera', 'joining') and id = (select claim_event()))
  or (select claim_purpose()) = 'reconcile'
);
create policy events_delete on events for delete to touchline_app
  using ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]) and status <> 'live');
create policy events_work_select on events for select to touchline_work using ((select claim_kind()) = 'engine');
create policy events_work_update on events for update to touchline_work using ((select claim_kind()) = 'engine');

-- Who may see everything of an event: its team and its crew. Runs under the caller's own policies on events.
create function crew_sees(p_event uuid) returns boolean language sql stable as $$
  select case (select claim_kind())
    when 'member' then exists (select from events e where e.id = p_event)
    when 'crew' then p_event = (select claim_event())
    when 'purpose' then (select claim_purpose()) = 'reconcile'
    else false
  end
$$;
-- Who may change the show: the team and a director; a scorer or moderator only does their own work.
create function crew_directs(p_event uuid) returns boolean language sql stable as $$
  select crew_sees(p_event) and ((select claim_kind()) <> 'crew' or (select claim_role()) = 'director')
$$;
create function team_owns(p_event uuid) returns boolean language sql stable as $$
  select (select claim_kind()) = 'member' and exists (select from events e where e.id = p_event)
$$;

create policy updates_select on event_updates for select to touchline_app using (
  crew_sees(event_id) or (select claim_kind()) = 'viewer'
  or ((select claim_kind()) = 'camera' and event_id = (select claim_event()))
);
create policy updates_insert on event_updates for insert to touchline_app
  with check (crew_sees(event_id) or ((select claim_kind()) in ('camera', 'joining') and event_id = (select claim_event())));
create policy updates_delete on event_updates for delete to touchline_app using ((select claim_purpose()) = 'reconcile');
create policy updates_work_select on event_updates for select to touchline_work using ((select claim_kind()) = 'engine');
create policy updates_work_insert on event_updates for insert to touchline_work with check ((select claim_kind()) = 'engine');

create policy secrets_select on join_secrets for select to touchline_app
  using ((select claim_purpose()) = 'join' or crew_sees(event_id));
create policy secrets_insert on join_secrets for insert to touchline_app with check (team_owns(event_id));
create policy secrets_update on join_secrets for update to touchline_app using (team_owns(event_id));
create policy secrets_delete on join_secrets for delete to touchline_app using (team_owns(event_id));

create policy links_select on crew_links for select to touchline_app
  using ((select claim_purpose()) = 'crew_link' or team_owns(event_id));
create policy links_insert on crew_links for insert to touchline_app with check (team_owns(event_id));
create policy links_update on crew_links for update to touchline_app
  using ((select claim_purpose()) = 'crew_link' or team_owns(event_id));
create policy links_delete on crew_links for delete to touchline_app using (team_owns(event_id));

create policy crew_sessions_select on crew_sessions for select to touchline_app using ((select claim_purpose()) = 'crew_link');
create policy crew_sessions_insert on crew_sessions for insert to touchline_app with check ((select claim_purpose()) = 'crew_link');
create policy crew_sessions_delete on crew_sessions for delete to touchline_app using (team_owns(event_id));

-- Anybody may know since when a show is on the air; which events a viewer may know of is decided by events_select.
create policy streams_select on streams for select to touchline_app
  using (crew_sees(event_id) or (select claim_kind()) = 'viewer');
create policy streams_insert on streams for insert to touchline_app with check (crew_directs(event_id));
create policy streams_update on streams for update to touchline_app using (crew_directs(event_id));
create policy streams_work_select on streams for select to touchline_work using ((select claim_kind()) = 'engine');
create policy streams_work_update on streams for update to touchline_work using ((select claim_kind()) = 'engine');

-- The counter that orders everything of an event. Takes the event's row lock, so sequence order is commit order.
create function bump_event(p_event uuid, p_topics text[]) returns bigint language plpgsql as $$
declare v_seq bigint;
begin
  update events set seq = seq + 1, updated_at = now() where id = p_event returning seq into v_seq;
  if v_seq is null then return null; end if;
  insert into event_updates (event_id, seq, topics) values (p_event, v_seq, p_topics);
  return v_seq;
end $$;
