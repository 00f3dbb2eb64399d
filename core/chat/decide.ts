import { z } from 'zod';
import {
  CHAT_LINKS,
  CHAT_SETTINGS,
  type ChatLinks,
  type EventKind,
  type EventStatus,
} from '../../contract/vocabulary';
import { CLOCK_SET_MS, type Pace, take } from '../limits';
import { holdsLink } from './text';

/** Who wants to write. Crew are counted, never limited. */
export type Writer =
  | { kind: 'crew' }
  | {
      kind: 'viewer';
      /** From the signed ticket; a new one after a reload. */
      viewer: string;
      /** The chat session that the browser stored, or null for a newcomer. `since` in ms. */
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

/** Read from the tables under the lock of the chat's row. Times in ms on the database's clock. */
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
 * The buckets that a message uses, and the limit of each. A reload brings a new ticket but not a new session;
 * a viewer without a session counts as a newcomer, and an address may have only a few of those.
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
 * Decides on messages in the order in which they came, and records in `facts` what each one uses up: the
 * second of two in one batch is decided as if the first had already been written.
 */
export function decide(wishes: readonly Wish[], facts: ChatFacts): ChatDecision[] {
  return wishes.map((wish) => {
    const { writer } = wish;
    if (writer.kind === 'crew') return { ok: true };
    const decision = refusal(wish.text, writer, facts) ?? takeFromBuckets(writer, facts);
    if (!decision.ok) return decision;
    for (const key of lastKeys(writer)) facts.lastAt.set(key, facts.now);
    return decision;
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
  // Off is off: what another process wrote while this one waited for the lock is later than `now`.
  const none = facts.slowS === 0 || last - facts.now > CLOCK_SET_MS;
  const waitMs = none ? 0 : last + facts.slowS * 1000 - facts.now;
  return waitMs > 0 ? { ok: false, reason: 'slow', waitMs } : null;
}

/**
 * A ban applies to the session and to the ticket. To the address it applies only where the session began
 * after it, or there is none: so a banned person who reloads or clears the browser stays banned, and others
 * in the same club house are not affected.
 */
function concerns(ban: BanFacts, { viewer, session, address }: Viewer): boolean {
  if (ban.viewer === viewer || (session !== null && ban.senderId === session.id)) return true;
  return ban.address === address && (session === null || session.since >= ban.createdAt);
}

/** Takes one from every bucket, or from none. */
function takeFromBuckets(writer: Viewer, { paces, limits, now }: ChatFacts): ChatDecision {
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

/** What owners and moderators set for a chat. */
export const ChatSettings = z.strictObject({
  /** `auto`: open while the event is on the air, and for a show from the moment it can be watched. */
  state: z.enum(CHAT_SETTINGS),
  /** Seconds between two messages of one viewer; 0 is off. */
  slowS: z.number().int().min(0).max(3600),
  links: z.enum(CHAT_LINKS),
  /** Only the owner may change it. */
  retentionDays: z.number().int().min(1).max(3650),
});
export type ChatSettings = z.infer<typeof ChatSettings>;

export interface ChatEventFacts {
  status: EventStatus;
  kind: EventKind;
}

/** Whether viewers may write now. Only the crew sees a draft, so its chat is always closed. */
export function isChatOpen(state: ChatSettings['state'], { status, kind }: ChatEventFacts): boolean {
  if (status === 'draft' || state === 'closed') return false;
  return state === 'open' || status === 'live' || (kind === 'show' && status === 'ready');
}
