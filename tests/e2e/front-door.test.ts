import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Sql } from '../../db/connect';
import { adminUrl, readAccess } from '../../supervisor/postgres';
import { type Cuts, cutsDuring, figuresOf } from '../support/load/cuts-under-load';
import { type Flood, startFlood } from '../support/load/front-door-flood';
import { pace } from '../support/time/pace';
import { startTouchline, type Touchline } from '../support/product/product';

/** What an outsider or a viewer can do while a director of the same address cuts (F7, F26, F27). */
let product: Touchline;
let admin: Sql;
let port: number;
let quiet: Cuts;

beforeAll(async () => {
  product = await startTouchline();
  port = Number(new URL(product.baseUrl).port);
  const access = readAccess(product.dataDir);
  if (!access) throw new Error('no database');
  admin = connect(adminUrl(access), { max: 1 });
  quiet = await cutsDuring(product, await publicEvent('quiet'));
  console.info(`quiet: ${figuresOf(quiet)}`);
});
afterAll(async () => {
  await admin?.end();
  await product?.stop();
});

async function publicEvent(slug: string): Promise<string> {
  const { status } = await product.api('POST', '/api/v1/events', { title: slug, slug });
  expect(status).toBe(201);
  expect((await product.api('POST', `/api/v1/events/${slug}/publish`)).status).toBe(200);
  return slug;
}

async function cutsUnder(name: string, slug: string, flood: Flood): Promise<Cuts> {
  const { end } = await startFlood(flood);
  await pace(2_000);
  const cuts = await cutsDuring(product, slug);
  console.info(`${name}: ${figuresOf(cuts)}; ${JSON.stringify(await end())}`);
  return cuts;
}

function unhurt({ known, unknown }: Cuts): void {
  expect(known.p95).toBeLessThan(1_000);
  expect(unknown.p95).toBeLessThan(1_000);
}

const head = (line: string, ...more: string[]) =>
  [line, `Host: 127.0.0.1:${port}`, ...more, '', ''].join('\r\n');

test('F7: 600 bodies that stand still delay no cut', async () => {
  const slug = await publicEvent('bodies');
  const text = `${head('POST /login HTTP/1.1', 'Content-Length: 10')}a`;
  unhurt(await cutsUnder('bodies that stand still', slug, { kind: 'still', port, count: 600, text }));
});

test('F7, F26: 260 readers who do not read delay no cut', async () => {
  const slug = await publicEvent('readers');
  const url = new URL(await recordingOf(slug, 8_000_000));
  const text = head(`GET ${url.pathname}${url.search} HTTP/1.1`);
  unhurt(await cutsUnder('readers who do not read', slug, { kind: 'still', port, count: 260, text }));
});

/** A part of a recording of so many bytes, and its address. */
async function recordingOf(slug: string, bytes: number): Promise<string> {
  const [event] = await admin<{ id: string }[]>`select id from events where slug = ${slug}`;
  if (!event) throw new Error('no event');
  await mkdir(join(product.dataDir, 'recordings', event.id), { recursive: true });
  const file = `${event.id}/part.mp4`;
  await writeFile(join(product.dataDir, 'recordings', file), Buffer.alloc(bytes));
  await admin`
    with stream as (insert into streams (event_id) values (${event.id}) returning id)
    insert into recordings (event_id, stream_id, part, file, ended_at, bytes)
    select ${event.id}, id, 1, ${file}, now(), ${bytes} from stream`;
  const { body } = await product.api<{ url: string }[]>('GET', `/api/v1/events/${slug}/recordings`);
  if (!body[0]) throw new Error(`no recording: ${JSON.stringify(body)}`);
  return body[0].url;
}

test('T22, F27: a flood of chat over 1,000 connections with one viewer’s ticket delays no cut', async () => {
  const slug = await publicEvent('chat');
  const { body } = await product.api<{ ticket: string }>('POST', '/api/realtime/ticket', {
    audience: 'public',
    slug,
  });
  const flood: Flood = {
    kind: 'again',
    port,
    count: 1_000,
    method: 'POST',
    path: `/api/chat/${slug}`,
    headers: { authorization: `Bearer ${body.ticket}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'x', name: 'x' }),
  };
  unhurt(await cutsUnder('chat', slug, flood));
});

test('F7: commands of strangers over 500 connections delay no cut', async () => {
  const slug = await publicEvent('strangers');
  const flood: Flood = {
    kind: 'again',
    port,
    count: 500,
    method: 'POST',
    path: `/api/v1/events/${slug}/cut`,
    headers: { authorization: `Bearer ${'x'.repeat(43)}`, 'content-type': 'application/json' },
    body: '{"cameraId":null}',
  };
  unhurt(await cutsUnder('commands of strangers', slug, flood));
});
