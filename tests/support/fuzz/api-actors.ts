import { randomUUID } from 'node:crypto';
import { connect } from '../../../db/connect';
import { tokenHash } from '../../../db/secrets';
import { adminUrl, readAccess } from '../../../supervisor/postgres';
import { CREW_ROLES } from '../../../contract/vocabulary';
import { signIn } from '../api/sign-in';
import type { Touchline } from '../product/product';

/** By which headers each kind of client is known. */
export type Headers = Record<string, string>;

/** An event of the started product with one of everything that an address can name. */
export interface FuzzEvent {
  slug: string;
  /** Ids that exist, by the part of the address before them (`cameras`, `destinations`, …), and the code. */
  ids: Record<string, string[]>;
}

export interface ApiActor {
  headers: Headers;
  event: FuzzEvent;
}

const cookieOf = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

/** Those who belong to a team, whose rights end with no event. */
export const memberActors = async (product: Touchline): Promise<Record<string, Headers>> => ({
  'token of the team': { authorization: `Bearer ${product.token}` },
  'signed-in owner': { origin: product.baseUrl, cookie: await signIn(product) },
  'token of another team': { authorization: `Bearer ${await foreignToken(product)}` },
});

/**
 * Everybody who may ask the API, each with a right of their own where they have one, and a new event. Who
 * asks for several of them signs in once.
 */
export async function everyApiActor(
  product: Touchline,
  members?: Record<string, Headers>,
): Promise<Record<string, ApiActor>> {
  const { baseUrl } = product;
  const origin = { origin: baseUrl };
  const made = await product.api<{ slug: string; joinCode: string }>('POST', '/api/v1/events', {
    // Names after a title are tried up to a number; a long run makes more.
    title: `Fuzz ${randomUUID()}`,
    admission: 'immediate',
  });
  const { slug, joinCode } = made.body;
  const at = `/api/v1/events/${slug}`;
  const send = async <T>(method: string, path: string, body: unknown): Promise<T> => {
    const { status, body: answer } = await product.api<T>(method, path, body);
    if (status > 299) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  };
  const post = <T>(path: string, body: unknown) => send<T>('POST', path, body);
  await post(`${at}/publish`, {});
  const destination = await post<{ id: string }>(`${at}/destinations`, {
    plugin: 'custom-rtmp',
    label: 'x',
    settings: { url: 'rtmp://127.0.0.1:9/live' },
    streamKey: 'abcd',
  });
  const links: string[] = [];
  const open = async (path: string): Promise<Headers> => {
    const opened = await fetch(`${baseUrl}${path}`, { method: 'POST', redirect: 'manual', headers: origin });
    return { ...origin, cookie: cookieOf(opened) };
  };
  const crew: [string, Headers][] = [];
  for (const role of CREW_ROLES) {
    // A host has a show and no match.
    if (role === 'host') continue;
    const link = await post<{ id: string; url: string }>(`${at}/crew-links`, { role });
    links.push(link.id);
    crew.push([role, await open(new URL(link.url).pathname)]);
  }
  const show = await post<{ room: string; hostUrl: string }>('/api/streams/initialize', {
    showId: randomUUID(),
    hostName: 'Amina',
  });
  const joined = await fetch(`${baseUrl}/api/cameras/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: joinCode, label: 'Goal' }),
  });
  const camera = (await joined.json()) as { cameraId: string };
  const ticket = await post<{ ticket: string }>('/api/realtime/ticket', { audience: 'public', slug });
  await send('PUT', `${at}/score`, { home: { name: 'Nord' }, away: { name: 'Hafen' } });
  const { score } = await post<{ score: { last: { id: string } } }>(`${at}/score/points`, { side: 'home' });
  const graphic = await post<{ id: string }>(`${at}/graphics`, { kind: 'text', content: { text: 'x' } });
  await send('PATCH', `${at}/chat`, { state: 'open' });
  const said = await fetch(`${baseUrl}/api/chat/${slug}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ticket.ticket}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'Hello', name: 'Bea' }),
  });
  const { message } = (await said.json()) as { message: { id: string } };
  const event: FuzzEvent = {
    slug,
    ids: {
      cameras: [camera.cameraId],
      destinations: [destination.id],
      graphics: [graphic.id],
      'crew-links': links,
      messages: [message.id],
      reports: [message.id],
      points: [score.last.id],
      events: [score.last.id],
      code: [joinCode],
    },
  };
  const known: [string, Headers][] = [
    ['nobody', {}],
    ['viewer', { authorization: `Bearer ${ticket.ticket}` }],
    ['phone', { ...origin, cookie: cookieOf(joined) }],
    ...crew,
    ...Object.entries(members ?? (await memberActors(product))),
  ];
  return {
    ...Object.fromEntries(known.map(([name, headers]) => [name, { headers, event }])),
    host: {
      headers: await open(`/crew/${new URL(show.hostUrl).hash.slice(1)}`),
      event: { slug: show.room, ids: {} },
    },
  };
}

/** A token of a second team, which no command makes. */
async function foreignToken({ dataDir }: Touchline): Promise<string> {
  const access = readAccess(dataDir);
  if (!access) throw new Error('The product has no database of its own.');
  const admin = connect(adminUrl(access), { max: 1 });
  const token = 'foreign-token-of-43-characters-and-no-more-';
  try {
    await admin`insert into teams (slug, name) values ('other', 'Other team') on conflict do nothing`;
    await admin`
      insert into api_tokens (team_id, name, token_hash)
      select id, 'foreign', ${tokenHash(token)} from teams where slug = 'other'
      on conflict do nothing`;
  } finally {
    await admin.end();
  }
  return token;
}
