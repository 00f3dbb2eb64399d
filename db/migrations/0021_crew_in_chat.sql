-- Scorers and commentators speak in the chat as what they are, and the host of a show looks after its chat.
alter table chat_messages drop constraint chat_messages_badge_check;
alter table chat_messages add constraint chat_messages_badge_check
  check (badge in ('owner', 'director', 'moderator', 'host', 'scorer', 'commentator'));

-- Who looks after the chat: the team, directors and moderators, and the host, who is crew of shows alone.
create or replace function crew_moderates(p_event uuid) returns boolean language sql stable as $$
  select case (select claim_kind())
    when 'member' then exists (select from events e where e.id = p_event)
    when 'crew' then p_event = (select claim_event()) and (select claim_role()) in ('director', 'moderator', 'host')
    else false
  end
$$;
