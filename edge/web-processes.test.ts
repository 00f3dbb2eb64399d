import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  Ask,
  ask,
  backend,
  deadAddress,
  edgeOf,
  endServers,
  killOf,
  listening,
  upgrade,
} from '../tests/support/network/test-edge';

afterEach(endServers);

describe('a web process that ends', () => {
  /** Reads the whole request, and dies before it answers. */
  async function dying(ids: (string | undefined)[]): Promise<string> {
    return listening(
      createServer((req) => {
        ids.push(String(req.headers['x-touchline-request-id']));
        req.resume().once('end', () => req.socket.destroy());
      }),
    );
  }
  const post = (url: string, more: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: '{"cameraId":null}', headers: { ...Ask, ...more } });

  it('with a cut: the next one gets it, under the same id, which is never the client’s', async () => {
    const ids: (string | undefined)[] = [];
    const edge = await edgeOf({ web: [await dying(ids), await backend('next')] });
    const answers = [];
    for (let n = 0; n < 2; n += 1)
      answers.push(await post(`${edge}/api/v1/events/cup/cut`, { 'x-touchline-request-id': 'forged' }));
    for (const answer of answers) expect(answer.status).toBe(200);
    const first = (await answers[0]?.json()) as { headers: IncomingMessage['headers'] };
    expect(ids).toEqual([first.headers['x-touchline-request-id']]);
    expect(ids).not.toContain('forged');
  });

  it('with any other command: nobody gets it again', async () => {
    const ids: (string | undefined)[] = [];
    const edge = await edgeOf({ web: [await dying(ids), await dying(ids)] });
    expect((await post(`${edge}/api/v1/events`)).status).toBe(503);
    expect(ids).toEqual(['undefined']);
  });

  it('before it took a connection: the next one gets every command', async () => {
    const edge = await edgeOf({ web: [await deadAddress(), await backend('next')] });
    for (let n = 0; n < 4; n += 1) expect((await post(`${edge}/api/v1/events`)).status).toBe(200);
  });

  it('and says so: the others get the requests, and it those that nobody else takes', async () => {
    let asked = 0;
    const leaves = createServer((_req, res) => {
      asked += 1;
      res.shouldKeepAlive = false;
      res.end('{"name":"leaves"}');
    });
    const edge = await edgeOf({ web: [await listening(leaves), await backend('stays')] });
    const names = [];
    for (let n = 0; n < 6; n += 1) names.push((await ask(`${edge}/`)).name);
    expect(names.filter((name) => name === 'leaves').length).toBe(asked);
    expect(asked).toBe(1);
    killOf(1);
    expect((await ask(`${edge}/`)).name).toBe('leaves');
  });
});

describe('without a web process', () => {
  it('a person gets a page that reloads itself, a program the usual error, both at once', async () => {
    const edge = await edgeOf({ web: [await deadAddress()] });
    const page = await fetch(`${edge}/events`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('http-equiv="refresh"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const api = await fetch(`${edge}/api/v1/events`, { method: 'POST', body: '{}' });
    expect(api.status).toBe(503);
    expect(await api.json()).toMatchObject({ error: { code: 'unavailable' } });
    expect((await upgrade(edge, '/socket.io/?transport=websocket')).status).toContain('503');
  });

  it('a request that gets no answer is ended', async () => {
    const mute = await listening(createServer(() => undefined));
    const edge = await edgeOf({ web: [mute], answerMs: 100 });
    const response = await fetch(`${edge}/`, { method: 'POST', body: 'x' });
    expect(response.status).toBe(503);
  });

  it('a body is never sent twice', async () => {
    let received = 0;
    const breaks = await listening(
      createServer((req) => {
        received += 1;
        req.socket.destroy();
      }),
    );
    const edge = await edgeOf({ web: [breaks, breaks] });
    const response = await fetch(`${edge}/`, { method: 'POST', body: 'cut' });
    expect(response.status).toBe(503);
    expect(received).toBe(1);
  });
});
