-- Rights that nothing uses are taken away (review L4, L5): each policy allows what its actors do, and no more.

-- Of a draft a viewer knows nothing, not even that it ran.
alter policy streams_select on streams using (crew_sees(event_id) or viewer_sees(event_id));
alter policy samples_select on stream_samples using (crew_sees(event_id) or viewer_sees(event_id));
alter policy updates_select on event_updates using (
  crew_sees(event_id) or viewer_sees(event_id)
  or ((select claim_kind()) = 'camera' and event_id = (select claim_event()))
);

-- Codes let phones in: they are the director's and the team's, not the scorer's.
alter policy secrets_select on join_secrets using ((select claim_purpose()) = 'join' or crew_directs(event_id));

-- Phones raise the event's seq, as a scorer does, and do nothing else to it.
create or replace function scorer_raises_seq() returns trigger language plpgsql as $$
begin
  if new.seq > old.seq
    and to_jsonb(new) - '{seq,updated_at}'::text[] = to_jsonb(old) - '{seq,updated_at}'::text[] then return new;
  end if;
  raise insufficient_privilege using message = 'permission denied: a scorer or a phone may only raise the seq of an event';
end $$;
drop trigger events_scorer on events;
create trigger events_raised before update on events
  for each row when (claim_role() = 'scorer' or claim_kind() in ('camera', 'joining')) execute function scorer_raises_seq();
