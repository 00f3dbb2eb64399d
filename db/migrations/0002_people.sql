create table teams (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9-]{1,64}$'),
  name text not null check (char_length(name) between 1 and 120),
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key default gen_random_uuid(),
  email text not null check (char_length(email) between 3 and 254),
  name text not null check (char_length(name) between 1 and 120),
  password_hash text not null,
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));

create table team_members (
  team_id uuid not null references teams on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('owner', 'producer')),
  primary key (team_id, user_id)
);
create index team_members_user on team_members (user_id);

-- Ids are SHA-256 of 256 random bits; the bits themselves live only in the cookie.
create table sessions (
  id_hash bytea primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index sessions_user on sessions (user_id);

create table api_tokens (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams on delete cascade,
  name text not null check (char_length(name) between 1 and 120),
  token_hash bytea not null unique,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  revoked_at timestamptz
);
create index api_tokens_team on api_tokens (team_id);

create table setup_tokens (
  token_hash bytea primary key,
  expires_at timestamptz not null,
  used_at timestamptz
);

alter table teams enable row level security; alter table teams force row level security;
alter table users enable row level security; alter table users force row level security;
alter table team_members enable row level security; alter table team_members force row level security;
alter table sessions enable row level security; alter table sessions force row level security;
alter table api_tokens enable row level security; alter table api_tokens force row level security;
alter table setup_tokens enable row level security; alter table setup_tokens force row level security;

-- The administrator (setup, npm run admin) is the owner of the tables, who is bound by forced policies too.
create policy admin_all on teams to current_user using (true) with check (true);
create policy admin_all on users to current_user using (true) with check (true);
create policy admin_all on team_members to current_user using (true) with check (true);
create policy admin_all on api_tokens to current_user using (true) with check (true);
create policy admin_all on setup_tokens to current_user using (true) with check (true);
create policy admin_all on sessions to current_user using (true) with check (true);

insert into teams (slug, name) values ('home', 'Home team');

grant select on teams, users, team_members, sessions, api_tokens, setup_tokens to touchline_app;
grant insert on users, team_members, sessions, api_tokens to touchline_app;
grant update (seen_at, revoked_at, expires_at) on sessions to touchline_app;
grant update (used_at, revoked_at) on api_tokens to touchline_app;
grant update (used_at) on setup_tokens to touchline_app;
grant update (name, password_hash) on users to touchline_app;

create policy teams_select on teams for select to touchline_app
  using (id = any ((select claim_teams())::uuid[]) or (select claim_purpose()) = 'setup');

create policy users_select on users for select to touchline_app
  using (id = (select claim_user()) or (select claim_purpose()) in ('login', 'session', 'setup'));
create policy users_insert on users for insert to touchline_app with check ((select claim_purpose()) = 'setup');
create policy users_update on users for update to touchline_app using (id = (select claim_user()));

create policy members_select on team_members for select to touchline_app
  using (user_id = (select claim_user()) or (select claim_purpose()) in ('login', 'session', 'setup'));
create policy members_insert on team_members for insert to touchline_app with check ((select claim_purpose()) = 'setup');

create policy sessions_select on sessions for select to touchline_app
  using ((select claim_purpose()) = 'session' or user_id = (select claim_user()));
create policy sessions_insert on sessions for insert to touchline_app
  with check ((select claim_purpose()) in ('login', 'setup'));
create policy sessions_update on sessions for update to touchline_app
  using ((select claim_purpose()) in ('session', 'login') or user_id = (select claim_user()));

create policy tokens_select on api_tokens for select to touchline_app
  using ((select claim_purpose()) = 'api_token' or team_id = any ((select claim_teams())::uuid[]));
create policy tokens_insert on api_tokens for insert to touchline_app
  with check ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]));
create policy tokens_update on api_tokens for update to touchline_app
  using ((select claim_purpose()) = 'api_token' or team_id = any ((select claim_teams())::uuid[]));

create policy setup_select on setup_tokens for select to touchline_app using ((select claim_purpose()) = 'setup');
create policy setup_update on setup_tokens for update to touchline_app using ((select claim_purpose()) = 'setup');
