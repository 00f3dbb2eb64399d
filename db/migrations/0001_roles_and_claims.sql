-- Two group roles hold every right; the login roles (made by setup, NOINHERIT) can only enter them by SET ROLE,
-- which is what withClaims does. A query outside withClaims therefore sees nothing at all.
do $$ begin
  if not exists (select from pg_roles where rolname = 'touchline_app') then create role touchline_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'touchline_work') then create role touchline_work nologin; end if;
end $$;

revoke create on schema public from public;
grant usage on schema public to touchline_app, touchline_work;

-- The claims of this transaction. After set_config(…, true) a later transaction reads '' and not null.
create function claims() returns jsonb language sql stable
  as $$ select coalesce(nullif(current_setting('touchline.claims', true), ''), '{}')::jsonb $$;
create function claim_kind() returns text language sql stable as $$ select claims() ->> 'kind' $$;
create function claim_purpose() returns text language sql stable
  as $$ select case when claims() ->> 'kind' = 'purpose' then claims() ->> 'purpose' end $$;
create function claim_event() returns uuid language sql stable as $$ select (claims() ->> 'eventId')::uuid $$;
create function claim_camera() returns uuid language sql stable as $$ select (claims() ->> 'cameraId')::uuid $$;
create function claim_user() returns uuid language sql stable as $$ select (claims() ->> 'userId')::uuid $$;
create function claim_role() returns text language sql stable as $$ select claims() ->> 'role' $$;
create function claim_teams() returns uuid[] language sql stable
  as $$ select coalesce(array(select jsonb_array_elements_text(claims() -> 'teams')::uuid), '{}') $$;
