-- An assistant looks after graphics and sound beside a director, sees what a director sees of the show, and changes nothing else of it.
alter table crew_links
  drop constraint crew_links_role_check,
  add constraint crew_links_role_check
    check (role in ('director', 'assistant', 'scorer', 'moderator', 'commentator', 'host'));
alter table chat_messages
  drop constraint chat_messages_badge_check,
  add constraint chat_messages_badge_check
    check (badge in ('owner', 'director', 'assistant', 'moderator', 'host', 'scorer', 'commentator'));

-- Who looks after graphics and sound: the team, directors and assistants.
create function crew_assists(p_event uuid) returns boolean language sql stable as $$
  select case (select claim_kind())
    when 'member' then exists (select from events e where e.id = p_event)
    when 'crew' then p_event = (select claim_event()) and (select claim_role()) in ('director', 'assistant')
    else false
  end
$$;

-- Their changes raise the event's seq, as a scorer's do, and do nothing else to it.
alter policy events_update on events using (
  ((select claim_kind()) = 'member' and team_id = any ((select claim_teams())::uuid[]))
  or ((select claim_kind()) = 'crew' and (select claim_role()) in ('director', 'assistant', 'scorer')
    and id = (select claim_event()))
  or ((select claim_kind()) in ('camera', 'joining') and id = (select claim_event()))
  or (select claim_purpose()) = 'reconcile'
);
drop trigger events_raised on events;
create trigger events_raised before update on events for each row
  when (claim_role() in ('scorer', 'assistant') or claim_kind() in ('camera', 'joining')) execute function scorer_raises_seq();
