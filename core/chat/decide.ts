import type { ChatLinks } from '../../contract/vocabulary';
import { holdsLink } from './links';
import { type Pace, take } from './pace';

/** Somebody who wants to write, as the decision sees them. Crew are only counted, never held back. */
export type Writer =
  | { kind: 'crew' }
  | {
      kind: 'viewer';
      /** Of the signed ticket; another one after a reload. */
      viewer: string;
      /** The chat session that the browser kept, or null for a newcomer. `since` in ms. */
      session: { id: string; since: number } | null;
      /** A keyed hash of the address, in hexadecimal digits. */
      address: string;
    };

export interface Wish {
  writer: Writer;
  text: string;
}

export interface BanFacts {
  senderId: string | null;
  viewer: string;
  address: string;
  /** ms; null for good. */
  until: number | null;
  createdAt: number;
}

/** What the tables say, read under the lock of the chat's row. Times in ms of one clock, the database's. */
export interface ChatFacts {
  now: number;
  open: boolean;
  slowS: number;
  links: ChatLinks;
  bans: readonly BanFacts[];
  /** When each session and each ticket (`viewer:…`) last wrote. */
  lastAt: Map<string, number>;
  /** Token buckets by key; see `paceKeys`. */
  paces: Map<string, number>;
  limits: { viewer: Pace; address: Pace; event: Pace; newcomers: Pace };
}

export type ChatDecision =
  | { ok: true }
  | { ok: false; reason: 'closed' | 'links' }
  | { ok: false; reason: 'slow' | 'rate'; waitMs: number }
  | { ok: false; reason: 'banned' | 'muted'; until: number | null };

export const viewerKey = (viewer: string) => `viewer:${viewer}`;

/**
 * The buckets a writer draws from, and what each holds. Who reloads for a new ticket still has the session;
 * who throws that away counts as new, of whom an address has only so many.
 */
export function paceKeys(writer: Writer, limits: ChatFacts['limits']): [key: string, pace: Pace][] {
  if (writer.kind === 'crew') return [];
  const newcomer: [string, Pace][] = writer.session
    ? [[`session:${writer.session.id}`, limits.viewer]]
    : [[`new:${writer.address}`, limits.newcomers]];
  return [
    [viewerKey(writer.viewer), limits.viewer],
    ...newcomer,
    [`address:${writer.address}`, limits.address],
    ['event', limits.event],
  ];
}

/**
 * Decides over wishes in the order in which they came, and notes in `facts` what each one uses up: the second
 * of two in one batch is judged as if the first had long been written.
 */
export function decide(wishes: readonly Wish[], facts: ChatFacts): ChatDecision[] {
  return wishes.map((wish) => {
    const { writer } = wish;
    if (writer.kind === 'crew') return { ok: true };
    const verdict = refusal(wish.text, writer, facts) ?? pay(writer, facts);
    if (!verdict.ok) return verdict;
    for (const key of lastKeys(writer)) facts.lastAt.set(key, facts.now);
    return verdict;
  });
}

type Viewer = Extract<Writer, { kind: 'viewer' }>;

const lastKeys = (writer: Viewer) => [
  viewerKey(writer.viewer),
  ...(writer.session ? [writer.session.id] : []),
];

function refusal(text: string, writer: Viewer, facts: ChatFacts): ChatDecision | null {
  const ban = facts.bans.find((one) => concerns(one, writer));
  if (ban) return { ok: false, reason: ban.until === null ? 'banned' : 'muted', until: ban.until };
  if (!facts.open) return { ok: false, reason: 'closed' };
  if (facts.links === 'refused' && holdsLink(text)) return { ok: false, reason: 'links' };
  const last = Math.max(...lastKeys(writer).map((key) => facts.lastAt.get(key) ?? -Infinity));
  const waitMs = last + facts.slowS * 1000 - facts.now;
  return waitMs > 0 ? { ok: false, reason: 'slow', waitMs } : null;
}

/**
 * A ban holds for the session and for the ticket. For the address it holds only where the session began after
 * it, or there is none: so a banned person who reloads or clears the browser is not back, and the others of a
 * club house stay.
 */
function concerns(ban: BanFacts, { viewer, session, address }: Viewer): boolean {
  if (ban.viewer === viewer || (session !== null && ban.senderId === session.id)) return true;
  return ban.address === address && (session === null || session.since >= ban.createdAt);
}

/** Takes one from every bucket, or from none. */
function pay(writer: Viewer, { paces, limits, now }: ChatFacts): ChatDecision {
  const taken = paceKeys(writer, limits).map(([key, pace]) => ({
    key,
    result: take(paces.get(key) ?? -Infinity, now, pace),
  }));
  const waits = taken.map(({ result }) => (result.ok ? 0 : result.waitMs));
  const waitMs = Math.max(...waits);
  if (waitMs > 0) return { ok: false, reason: 'rate', waitMs };
  for (const { key, result } of taken) if (result.ok) paces.set(key, result.fullAt);
  return { ok: true };
}
