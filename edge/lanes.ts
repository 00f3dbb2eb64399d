import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Lane } from '../core/lane';

/**
 * What is asked of the web processes, by what it costs them and whom it must not hold up. Each has places of
 * its own: a flood of one waits for itself and for nobody else (F7, F27).
 */
export type LaneName = 'commands' | 'chat' | 'media' | 'pages' | 'sockets' | 'polls';

/**
 * Requests that each web process works on at a time. It does them in the order in which it gets them, at some
 * 1 to 8 ms of processor each, so all of them together are what a cut may find in front of it. One address
 * never takes all places of a lane. A place is given back with the first byte of the answer: who then reads
 * slowly, or not at all, takes none.
 */
const LANES: Record<LaneName, { atWork: number; perAddress: number }> = {
  commands: { atWork: 6, perAddress: 4 },
  chat: { atWork: 8, perAddress: 4 },
  media: { atWork: 16, perAddress: 12 },
  pages: { atWork: 16, perAddress: 12 },
  /** WebSockets that are being opened. */
  sockets: { atWork: 16, perAddress: 16 },
  /** Long polling, which waits for news for up to five seconds: a place costs memory, and no work. */
  polls: { atWork: 3_000, perAddress: 1_500 },
};
/** A page opened by a whole classroom at once is drawn for everybody within some seconds. */
const WAIT_MS = 12_000;

const COMMANDS = /^\/api\/v1\//i;
const CHAT = /^\/api\/chat\//i;
const POLLS = /^\/socket\.io\//;
const MEDIA = /^\/(hls|recordings|assets)\//i;

/** Files that are large, of which a reader may take all his time; null for everything else. */
export function fileOf(path: string): 'recordings' | 'segments' | null {
  if (/^\/recordings\//i.test(path)) return 'recordings';
  return /^\/hls\/.*\.(ts|m4s|mp4)$/i.test(path) ? 'segments' : null;
}

export function laneOf(method: string | undefined, path: string): LaneName {
  if (COMMANDS.test(path)) return 'commands';
  if (POLLS.test(path)) return 'polls';
  if (CHAT.test(path) && method === 'POST') return 'chat';
  return MEDIA.test(path) ? 'media' : 'pages';
}

export function openLanes(webProcesses: number): Record<LaneName, Lane> {
  const open = (name: LaneName) =>
    new Lane(LANES[name].atWork * webProcesses, LANES[name].perAddress * webProcesses, WAIT_MS);
  return {
    commands: open('commands'),
    chat: open('chat'),
    media: open('media'),
    pages: open('pages'),
    sockets: open('sockets'),
    polls: open('polls'),
  };
}

/** Sessions, links and tokens that are remembered. */
const REMEMBERED = 2_000;
/** A link that was revoked, or a person who left, is nobody's any more after so long without a command. */
const REMEMBERED_MS = 10 * 60_000;

/**
 * By which credentials commands of directors were carried out lately: a request that has them waits in no
 * lane, so a cut is never behind strangers, not even behind those of its own address. Held as hashes.
 */
export class KnownCrew {
  /** When each was seen last, in this order. */
  readonly #known = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  has(headers: IncomingHttpHeaders): boolean {
    const key = this.#known.size === 0 ? null : credentialOf(headers);
    const seenAt = key === null ? undefined : this.#known.get(key);
    return seenAt !== undefined && this.now() - seenAt < REMEMBERED_MS;
  }

  /** @param directs the web process says that it carried out a command for somebody who directs */
  answered(headers: IncomingHttpHeaders, status: number, directs: boolean): void {
    const key = directs || status === 401 || status === 403 ? credentialOf(headers) : null;
    if (key === null) return;
    this.#known.delete(key);
    if (!directs) return;
    this.#known.set(key, this.now());
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(oldest);
    }
  }
}

/** Other cookies of the site, such as a load balancer's, may change with each answer and are nobody's. */
function credentialOf({ authorization, cookie }: IncomingHttpHeaders): string | null {
  const said =
    authorization === undefined
      ? (cookie ?? '')
          .split(';')
          .map((one) => one.trim())
          .filter((one) => OURS.test(one))
          .join(';')
      : `bearer ${authorization}`;
  return said === '' ? null : createHash('sha256').update(said).digest('base64url');
}

const OURS = /^(__Host-)?touchline-[0-9a-f]{8}-(session|crew-[^=]*)=/;
