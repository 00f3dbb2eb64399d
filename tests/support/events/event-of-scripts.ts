import type { Sql } from '../../../db/connect';
import { callJson, ok } from '../api/call-json';
import { viewerTicket } from '../web/test-realtime';
import { SCRIPTS } from '../browsers/scripts-in-text';

/** Settings of the web process: more than thirty of each, which no event needs otherwise. */
export const ROOM = {
  LIMIT_CAMERAS_PER_EVENT: '60',
  LIMIT_DESTINATIONS_PER_EVENT: '60',
  LIMIT_CREW_LINKS_PER_EVENT: '60',
};

interface Filling {
  url: string;
  slug: string;
  /** An API token for each text, which is its name in the log. */
  tokens: readonly string[];
  admin: Sql;
}

/**
 * An event in which every name that people give is one of the thirty texts: chat messages and their senders,
 * cameras and phones, crew links, destinations and their servers' answers; and thirty more events with such
 * titles.
 */
export async function fillEvent(filling: Filling): Promise<{ eventId: string; joinCode: string }> {
  const { url, slug, tokens, admin } = filling;
  const post = (path: string, body: unknown, headers: Record<string, string> = as(0)) =>
    ok(callJson(url, 'POST', path, body, headers));
  const as = (at: number) => ({ Authorization: `Bearer ${tokens[at]}` });
  const event = await post('/api/v1/events', { title: 'Cup final', slug, admission: 'immediate' });
  const { id: eventId, joinCode } = event;
  const fan = (at: number) => ({
    Authorization: `Bearer ${viewerTicket(eventId)}`,
    'X-Forwarded-For': `198.51.100.${at}`,
  });
  await ok(callJson(url, 'PATCH', `/api/v1/events/${slug}/chat`, { state: 'open' }, as(0)));
  const messages: string[] = [];
  for (const [at, name] of SCRIPTS.entries()) {
    const text = SCRIPTS[SCRIPTS.length - 1 - at];
    messages.push((await post(`/api/chat/${slug}`, { name, text }, fan(at))).message.id);
  }
  const links = 'https://club.example/"onmouseover=__x() http://no.example javascript:__x()';
  await post(`/api/chat/${slug}`, { name: 'Links', text: links }, fan(99));
  await post(`/api/chat/${slug}`, { text: `by the crew ${SCRIPTS[1]}` }, as(1));
  for (const at of [2, 3]) {
    await post(`/api/v1/events/${slug}/chat/bans`, { messageId: messages[at], minutes: 10 }, as(4));
  }
  await post(`/api/chat/${slug}/report`, { messageId: messages[5] }, fan(98));
  for (const text of SCRIPTS) {
    await post('/api/cameras/register', { code: joinCode, label: text, device: { name: text } }, {});
    await post(`/api/v1/events/${slug}/crew-links`, { role: 'director', label: text });
    const { id } = await post(`/api/v1/events/${slug}/destinations`, {
      plugin: 'custom-rtmp',
      label: text,
      settings: { url: 'rtmp://127.0.0.1/live' },
      streamKey: 'key-1234',
    });
    // As the engine notes what a server answered it.
    await admin`
      insert into output_status (event_id, output, state, verdict)
      values (${eventId}, ${id}, 'failed', ${`The server said: ${text}`})`;
    await post('/api/v1/events', { title: text });
  }
  return { eventId, joinCode };
}
