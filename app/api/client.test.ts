import { expect, expectTypeOf, test, vi } from 'vitest';
import { z } from 'zod';
import { PostError } from '../realtime/client/json-request';
import { type AnswerOf, api, requestOf } from './client';

test('parts of the path and the query are encoded, and what is left out is not sent', () => {
  const query = { before: undefined, limit: '5' };
  expect(requestOf('GET /api/v1/events/:slug/log', { slug: 'a/b?c', query })).toEqual({
    method: 'GET',
    path: '/api/v1/events/a%2Fb%3Fc/log?limit=5',
    body: undefined,
  });
});

test('a call sends what its row reads, by its method, and its answer has the type of the row', async () => {
  const sent: Request[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    sent.push(new Request(`http://touchline.test${path}`, { ...init, signal: null }));
    return Promise.resolve(Response.json({ seq: 7 }));
  });
  try {
    const body = { cameraId: null, requestId: 'once' };
    const answer = await api('POST /api/v1/events/:slug/cut', { slug: 'cup', body });
    expectTypeOf(answer).toEqualTypeOf<{ seq: number }>();
    expect(answer).toEqual({ seq: 7 });
    const [request] = sent;
    expect(request?.url).toBe('http://touchline.test/api/v1/events/cup/cut');
    expect(request?.method).toBe('POST');
    expect(z.unknown().parse(await request?.json())).toEqual(body);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('a refusal is an error with the code and sentence of the API', async () => {
  const error = { code: 'conflict', message: 'The event is over.', more: 1 };
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ error }, { status: 409 })));
  try {
    const refused = await api('POST /api/v1/events/:slug/start', { slug: 'cup' }).catch((e: unknown) => e);
    expect(refused).toBeInstanceOf(PostError);
    expect(refused).toMatchObject({ code: 'conflict', status: 409, details: { more: 1 } });
  } finally {
    vi.unstubAllGlobals();
  }
});

test('a call that the table does not have, or without what its row requires, does not compile', () => {
  const never = () => [
    // @ts-expect-error no such row
    api('GET /api/v1/teams'),
    // @ts-expect-error the slug is missing
    api('POST /api/v1/events/:slug/start'),
    // @ts-expect-error cut wants a camera, or null
    api('POST /api/v1/events/:slug/cut', { slug: 'cup', body: {} }),
  ];
  expect(never).toBeTypeOf('function');
  expectTypeOf<AnswerOf<'DELETE /api/v1/events/:slug'>>().toEqualTypeOf<undefined>();
});
