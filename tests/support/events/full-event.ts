import { randomBytes } from 'node:crypto';
import { CREW_ROLES, type CrewRole, type EventKind, type EventStatus } from '../../../contract/vocabulary';
import type { Sql } from '../../../db/connect';
import { tokenHash } from '../../../db/secrets';
import type { Services } from '../../../app/services';
import { call, makeEvent } from '../api/call';

/** An event with one of everything that an endpoint may name, and a session of each role of its crew. */
export interface FullEvent {
  id: string;
  slug: string;
  code: string;
  ids: Record<
    'camera' | 'destination' | 'link' | 'recording' | 'message' | 'ban' | 'point' | 'graphic',
    string
  >;
  /** Values of the cookies. */
  crew: Record<CrewRole, string>;
  device: string;
}

const secret = () => randomBytes(32).toString('base64url');

/** `token` is of the team that gets the event; `admin` reaches every row. */
export async function makeFullEvent(
  services: Services,
  admin: Sql,
  token: string,
  { kind = 'match', status = 'ready' }: { kind?: EventKind; status?: EventStatus } = {},
): Promise<FullEvent> {
  // Each case of a test has an event of its own, which are more than a team makes in an hour.
  await admin`delete from rate_limits`;
  const { id, slug, code } = await makeEvent(services, token, { kind, slug: `e-${secret().slice(0, 12)}` });
  const destination = await call(services, 'POST', `/api/v1/events/${slug}/destinations`, {
    token,
    body: { plugin: 'youtube', label: 'YouTube', settings: {}, streamKey: 'abcd-efgh-ijkl-mnop' },
  });
  const crew = Object.fromEntries(CREW_ROLES.map((role) => [role, secret()])) as Record<CrewRole, string>;
  const device = secret();
  const rows = await admin.begin(async (tx) => {
    await tx`update events set status = ${status} where id = ${id}`;
    for (const role of CREW_ROLES) {
      await tx`
        with link as (
          insert into crew_links (event_id, role, label, token_hash)
          values (${id}, ${role}, 'x', ${tokenHash(secret())}) returning id)
        insert into crew_sessions (id_hash, link_id, event_id, expires_at)
        select ${tokenHash(crew[role])}, id, ${id}, now() + interval '1 day' from link`;
    }
    await tx`insert into chats (event_id, seq, state) values (${id}, 1, 'open')`;
    await tx`
      insert into scores (event_id, home_name, away_name, home_short, away_short, home_points) values (${id}, 'a', 'b', 'a', 'b', 1)`;
    const [row] = await tx<FullEvent['ids'][]>`
      with camera as (
        insert into cameras (event_id, number, label, state, identity, device_hash, joined_by)
        values (${id}, 99, 'x', 'admitted', ${`cam_${randomBytes(16).toString('hex')}`}, ${tokenHash(device)}, 'qr')
        returning id),
      stream as (insert into streams (event_id) values (${id}) returning id),
      recording as (
        insert into recordings (event_id, stream_id, part, file) select ${id}, id, 1, 'x' from stream returning id),
      sender as (insert into chat_senders (event_id, viewer, address) values (${id}, 'v', 'a') returning id),
      message as (
        insert into chat_messages (event_id, seq, name, text, sender_id)
        select ${id}, 1, 'Tom', 'x', id from sender returning id),
      ban as (
        insert into chat_bans (event_id, name, viewer, address, created_by)
        values (${id}, 'Tom', 'w', 'a', 'x') returning id),
      point as (
        insert into score_changes (event_id, seq, side, delta, home_points, away_points, clock_ms, actor)
        values (${id}, 1, 'home', 1, 1, 0, 0, 'x') returning id),
      graphic as (
        insert into graphics (event_id, kind, content, layer)
        values (${id}, 'text', ${tx.json({ text: 'x' })}, 1) returning id),
      link as (select id from crew_links where event_id = ${id} and role = 'scorer')
      select camera.id as camera, link.id as link, recording.id as recording, message.id as message,
        ban.id as ban, point.id as point, graphic.id as graphic, ${destination.json.id} as destination
      from camera, link, recording, message, ban, point, graphic`;
    return row;
  });
  if (!rows) throw new Error('The event was not made.');
  return { id, slug, code, ids: rows, crew, device };
}
