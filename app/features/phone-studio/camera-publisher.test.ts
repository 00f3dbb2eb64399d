import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TokenAnswer } from '../../../contract/messages';
import { CameraPublisher, type PublisherPorts, type TokenReply } from './camera-publisher';
import type { PublishLink, Wanted } from './publish-room';
import type { PublisherEvent, PublisherState } from './publisher-state';

const token: TokenAnswer = { token: 't', url: 'wss://x', room: 'r', identity: 'i', expiresAt: '' };
const granted: TokenReply = { kind: 'token', token };
// The driver only hands tracks through; what stands for them here is never touched.
const track = {} as MediaStreamTrack;
const wanted: Wanted = { video: track, audio: track, muted: false, pictureOff: false };

function stage(replies: (TokenReply | Error)[]) {
  const states: PublisherState['name'][] = [];
  const links: { tell: (event: PublisherEvent) => void; closed: boolean; applied: Wanted[] }[] = [];
  const ports: PublisherPorts = {
    askToken: () => {
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      return reply instanceof Error || !reply ? Promise.reject(reply) : Promise.resolve(reply);
    },
    openLink: (_token, first, tell) => {
      const link = { tell, closed: false, applied: [first] };
      links.push(link);
      const opened: PublishLink = {
        apply: (next) => Promise.resolve(void link.applied.push(next)),
        stats: () => Promise.resolve([]),
        close: () => Promise.resolve(void (link.closed = true)),
      };
      return Promise.resolve(opened);
    },
  };
  const publisher = new CameraPublisher(ports, (state) => states.push(state.name));
  return { publisher, states, links };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = (ms = 0) => vi.advanceTimersByTimeAsync(ms);

describe('the publisher', () => {
  it('goes online and keeps what it sends in line with what is wanted', async () => {
    const { publisher, states, links } = stage([granted]);
    publisher.send(wanted);
    await settle();
    expect(states).toEqual(['asking', 'connecting', 'online']);
    publisher.send({ ...wanted, muted: true });
    await settle();
    expect(links[0]?.applied.at(-1)?.muted).toBe(true);
  });

  it('polls while it waits for admission', async () => {
    const { publisher, states } = stage([{ kind: 'notAdmitted' }, { kind: 'notAdmitted' }, granted]);
    publisher.send(wanted);
    await settle(1_600);
    expect(states.at(-1)).toBe('waiting');
    await settle(1_600);
    expect(states.at(-1)).toBe('online');
  });

  it('comes back after the server was away for a minute', async () => {
    const { publisher, states } = stage([...Array.from({ length: 20 }, () => new Error('away')), granted]);
    publisher.send(wanted);
    await settle(70_000);
    expect(states.at(-1)).toBe('online');
  });

  it('opens a new connection when one is lost, closes the old one and is deaf to it', async () => {
    const { publisher, states, links } = stage([granted]);
    publisher.send(wanted);
    await settle();
    links[0]?.tell({ type: 'lost', problem: 'gone' });
    expect(links[0]?.closed).toBe(true);
    await settle(1_000);
    expect(states.at(-1)).toBe('online');
    links[0]?.tell({ type: 'takenOver' });
    expect(states.at(-1)).toBe('online');
    expect(links).toHaveLength(2);
  });

  it('stands back when another tab takes over, until somebody wants this one', async () => {
    const { publisher, states, links } = stage([granted]);
    publisher.send(wanted);
    await settle();
    links[0]?.tell({ type: 'takenOver' });
    await settle(60_000);
    expect([states.at(-1), links.length]).toEqual(['takenOver', 1]);
    publisher.again();
    await settle();
    expect(states.at(-1)).toBe('online');
  });

  it('closes a connection that opens after it was stopped', async () => {
    const { publisher, states, links } = stage([granted]);
    publisher.send(wanted);
    publisher.stop();
    await settle(5_000);
    expect(states.at(-1)).toBe('off');
    expect(links.every((link) => link.closed)).toBe(true);
  });
});
