import { setTimeout as wait } from 'node:timers/promises';
import { field, messageOf } from './camera/join';
import { VIEWS } from './match/views';

const TITLE = 'TSV Nord – SC Hafen';
const SLUG = 'tsv-nord-sc-hafen';

export interface DemoEvent {
  joinCode: string;
  /** A crew link for a new event, else the page that asks to sign in. */
  directorUrl: string;
  watchUrl: string;
}

/** Creates the event of the simulated match through the control API, or finds the one of an earlier run. */
export async function demoEvent(baseUrl: string, token: string): Promise<DemoEvent> {
  const created = await call(baseUrl, token, 'POST', '/api/v1/events', {
    title: TITLE,
    slug: SLUG,
    admission: 'immediate',
  });
  if (created.status === 201) return eventOf(created.body);
  if (created.status !== 409) throw refused('create the event', created);
  const before = await call(baseUrl, token, 'GET', '/api/v1/events');
  const list = Array.isArray(before.body) ? before.body : field(before.body, 'events');
  const known: unknown = Array.isArray(list)
    ? list.find((event) => field(event, 'slug') === SLUG)
    : undefined;
  if (!known) throw refused('find the event of an earlier run', before);
  if (field(known, 'status') === 'ended')
    await call(baseUrl, token, 'POST', `/api/v1/events/${SLUG}/reopen`, {});
  await removeOldCameras(baseUrl, token);
  const link = await call(baseUrl, token, 'POST', `/api/v1/events/${SLUG}/crew-links`, { role: 'director' });
  const url = field(link.body, 'url');
  const event = eventOf(known);
  return typeof url === 'string' ? { ...event, directorUrl: url } : event;
}

/** Cameras of an earlier run lost their cookies with it and would be listed as lost for ever; phones stay. */
async function removeOldCameras(baseUrl: string, token: string): Promise<void> {
  const state = await call(baseUrl, token, 'GET', `/api/v1/events/${SLUG}`);
  const cameras = field(state.body, 'cameras');
  const labels = new Set<unknown>(VIEWS.map((view) => view.label));
  for (const camera of Array.isArray(cameras) ? cameras : []) {
    if (!labels.has(field(camera, 'label'))) continue;
    await call(baseUrl, token, 'POST', `/api/v1/events/${SLUG}/cameras/${String(field(camera, 'id'))}`, {
      state: 'removed',
    });
  }
}

/** Waits until the product answers. Ends with the signal only. */
export async function untilUp(baseUrl: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const up = await fetch(new URL('/readyz', baseUrl), { signal: AbortSignal.timeout(2_000) })
      .then((response) => response.ok)
      .catch(() => false);
    if (up) return;
    await wait(500, undefined, { signal }).catch(() => undefined);
  }
}

interface Answer {
  status: number;
  body: unknown;
}

async function call(
  baseUrl: string,
  token: string,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(new URL(path, baseUrl), {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
    signal: AbortSignal.timeout(10_000),
  });
  return { status: response.status, body: await response.json().catch(() => null) };
}

function eventOf(body: unknown): DemoEvent {
  const text = (name: string): string => {
    const value = field(body, name);
    if (typeof value !== 'string') throw new Error(`The event of the simulated match has no ${name}.`);
    return value;
  };
  return { joinCode: text('joinCode'), directorUrl: text('directorUrl'), watchUrl: text('watchUrl') };
}

const refused = (what: string, answer: Answer): Error =>
  new Error(`The simulated match could not ${what} (${answer.status}): ${messageOf(answer.body)}`);
