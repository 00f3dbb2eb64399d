import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJson, readQuery, readText } from './body';

const Schema = z.strictObject({ title: z.string().max(300), count: z.number().optional() });

function post(body: BodyInit, type = 'application/json'): Request {
  return new Request('http://x/', { method: 'POST', body, headers: { 'Content-Type': type } });
}

test('what fits is read', async () => {
  expect(await readJson(post('{"title":"a"}', 'application/json; charset=utf-8'), Schema)).toEqual({
    title: 'a',
  });
});

test.each<[string, Request, number]>([
  ['an unknown field', post('{"title":"a","extra":1}'), 400],
  ['a wrong type', post('{"title":1}'), 400],
  ['a missing field', post('{}'), 400],
  ['no JSON', post('{title'), 400],
  ['no object', post('[]'), 400],
  ['null', post('null'), 400],
  ['a length that cannot be compared', post('{"title":{"length":{"toString":1}}}'), 400],
  ['a hidden prototype', post('{"title":"a","__proto__":{"x":1}}'), 400],
  ['text', post('{"title":"a"}', 'text/plain'), 415],
  ['a form', post('title=a', 'application/x-www-form-urlencoded'), 415],
  ['no UTF-8', post(new Uint8Array([0x7b, 0xff, 0x7d])), 400],
  ['too much', post(JSON.stringify({ title: 'a'.repeat(200) })), 413],
])('%s is a clear 4xx', async (_, request, status) => {
  await expect(readJson(request, Schema, 100)).rejects.toMatchObject({
    status,
    message: expect.stringMatching(/\.$/) as unknown,
  });
});

test('too much is refused before it is all read', async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1000;
      controller.enqueue(new Uint8Array(1000));
    },
  });
  const request = new Request('http://x/', { method: 'POST', body: endless, duplex: 'half' } as RequestInit);
  await expect(readText(request, 10_000)).rejects.toMatchObject({ status: 413 });
  expect(sent).toBeLessThan(20_000);
});

test('no body is an empty one', async () => {
  expect(await readJson(new Request('http://x/', { method: 'POST' }), z.strictObject({}))).toEqual({});
});

test('a parameter given twice or unknown is refused', () => {
  const Query = z.strictObject({ room: z.string() });
  expect(readQuery(new Request('http://x/?room=a'), Query)).toEqual({ room: 'a' });
  for (const query of ['?room=a&room=b', '?room=a&x=1', '']) {
    expect(() => readQuery(new Request(`http://x/${query}`), Query)).toThrow();
  }
});
