import type { Stage } from './stage';
import { pace } from '../support/time/pace';
import type { Timeline } from './timeline';

const EVERY_MS = 2_500;
const ANSWER_MS = 5_000;

/** A viewer who writes now and then. Every message that was taken must be stored once. */
export function startChat({ show, admin }: Stage, timeline: Timeline) {
  const { baseUrl } = show.product;
  const { slug } = show.event;
  const taken: { id: string; atS: number }[] = [];
  let over = false;
  let session: string | undefined;
  let ticket = '';

  async function post(path: string, body: unknown) {
    const answer = await fetch(baseUrl + path, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(ticket ? { authorization: `Bearer ${ticket}` } : {}),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await answer.text();
    return { status: answer.status, body: answer.ok ? JSON.parse(text) : null };
  }

  async function write(n: number): Promise<void> {
    if (ticket === '')
      ticket = (await post('/api/realtime/ticket', { audience: 'public', slug })).body?.ticket ?? '';
    const atS = timeline.nowS();
    const { status, body } = await post(`/api/chat/${slug}`, {
      text: `Goal number ${n}!`,
      name: 'Karla',
      session,
    });
    if (status === 401) ticket = '';
    if (status !== 201) return;
    session = body.session;
    taken.push({ id: body.message.id, atS });
  }

  async function talk(): Promise<void> {
    for (let n = 0; !over; n += 1) {
      await write(n).catch(() => undefined);
      await pace(EVERY_MS);
    }
  }
  const talking = talk();

  return {
    taken,
    async end() {
      over = true;
      await talking;
      const rows = await admin<{ id: string }[]>`
        select m.id from chat_messages m join events e on e.id = m.event_id where e.slug = ${slug}`;
      const stored = new Set(rows.map(({ id }) => id));
      for (const { id, atS } of taken) {
        if (!stored.has(id))
          timeline.violate({ atS, what: 'a message that was taken is not stored', evidence: id });
      }
    },
  };
}
