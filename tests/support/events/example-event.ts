import { callJson, ok } from '../api/call-json';
import { viewerTicket } from '../web/test-realtime';

/**
 * Makes an event with something in each part of its screens: chat, cameras that wait, destinations, crew, a
 * score. @returns its join code
 */
export async function fillExample(
  url: string,
  slug: string,
  headers: Record<string, string>,
): Promise<string> {
  const post = (path: string, body: unknown, as = headers) => ok(callJson(url, 'POST', path, body, as));
  const base = `/api/v1/events/${slug}`;
  const event = await post('/api/v1/events', { title: 'TSV Nord – SC Hafen', slug });
  await ok(callJson(url, 'PATCH', `${base}/chat`, { state: 'open' }, headers));
  const fan = { Authorization: `Bearer ${viewerTicket(event.id)}`, 'X-Forwarded-For': '198.51.100.1' };
  await post(`/api/chat/${slug}`, { name: 'Fan', text: 'In the sun: https://club.example/' }, fan);
  const [own, platform] = [{ url: 'rtmp://127.0.0.1/live' }, { channel: 'cupfinal' }];
  for (const [plugin, settings] of [
    ['custom-rtmp', own],
    ['twitch', platform],
  ] as const) {
    const destination = { plugin, label: `Our ${plugin}`, settings, streamKey: 'live_1_abcdefgh' };
    await post(`${base}/destinations`, destination);
  }
  for (const label of ['Main stand', 'Goal'])
    await post('/api/cameras/register', { code: event.joinCode, label }, {});
  await post(`${base}/crew-links`, { role: 'director', label: 'Dora' });
  const sides = { home: { name: 'TSV Nord' }, away: { name: 'SC Hafen' } };
  await ok(callJson(url, 'PUT', `${base}/score`, sides, headers));
  return event.joinCode;
}
