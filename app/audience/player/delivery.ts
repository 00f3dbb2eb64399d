import type { Transport } from '../../../contract/vocabulary';

/**
 * Whether the picture moves, by the count of frames shown. Pure, so that its time limits are tested without
 * waiting.
 */
interface FreezeWatch {
  frames: number;
  /** When the picture last moved, or when watching began. */
  movedAtMs: number;
  /** When a new connection was last made. */
  renewedAtMs: number | null;
}

export interface Look {
  nowMs: number;
  frames: number;
  /**
   * False while the page is hidden or the person has paused: browsers show no frames then, and nothing is
   * wrong.
   */
  watching: boolean;
  /**
   * The host of a show shares a screen: a slide that is not changed gives a frame a second or none, and
   * nothing is wrong.
   */
  still?: boolean;
}

/** Longer than a restart of the encoder (3 s), so that a viewer does not add to it. */
const FROZEN_MS = 4_000;
/** A new connection needs seconds until its first picture; asking more often would only restart it. */
const RENEW_EVERY_MS = 10_000;

export const startWatch = (nowMs: number): FreezeWatch => ({
  frames: -1,
  movedAtMs: nowMs,
  renewedAtMs: null,
});

export function lookAtFrames(
  watch: FreezeWatch,
  { nowMs, frames, watching, still = false }: Look,
): { watch: FreezeWatch; frozen: boolean; renew: boolean } {
  if (!watching || still || frames !== watch.frames) {
    const renewedAtMs = watching && frames > watch.frames ? null : watch.renewedAtMs;
    return { watch: { frames, movedAtMs: nowMs, renewedAtMs }, frozen: false, renew: false };
  }
  const frozen = nowMs - watch.movedAtMs >= FROZEN_MS;
  const renew = frozen && (watch.renewedAtMs === null || nowMs - watch.renewedAtMs >= RENEW_EVERY_MS);
  return { watch: renew ? { ...watch, renewedAtMs: nowMs } : watch, frozen, renew };
}

/**
 * Which transport brings the program to this viewer: WebRTC first, half a second behind the pitch; HLS, a few
 * seconds behind, where WebRTC cannot pass, cannot be shown or keeps freezing; back again when WebRTC works.
 * Pure: events go in, an order comes out, and playback.ts carries it out.
 */
export interface Delivery {
  readonly transport: Transport;
  /**
   * False where the browser's WebRTC has no H.264 (Firefox before it has fetched its plug-in): then only HLS
   * shows anything.
   */
  readonly canWebRtc: boolean;
  /** When this transport was started, or watching was resumed before its first picture. */
  readonly beganAtMs: number;
  /** Whether a picture has moved by this transport since then. */
  readonly moved: boolean;
  /** Whether one has ever moved. */
  readonly everMoved: boolean;
  readonly frozen: boolean;
  /** HLS, which comes last, has had its time and brought nothing either. Until a picture moves again. */
  readonly fruitless: boolean;
  readonly watch: FreezeWatch;
  /** When WebRTC stood still, newest last. */
  readonly freezesMs: readonly number[];
  /** When WebRTC is tried again in parallel with HLS; how often it has been. */
  readonly probeAtMs: number;
  readonly probes: number;
}

/** renew: start the same transport again. probe: try WebRTC in parallel with HLS, without disturbing it. */
export type Order = 'keep' | 'renew' | 'probe' | Transport;

export interface Step {
  delivery: Delivery;
  order: Order;
}

/**
 * How long a transport may take until its first picture. WebRTC joins in about a second; with five for it,
 * HLS still plays within ten of the start. HLS needs a playlist and a segment.
 */
const PATIENCE_MS: Record<Transport, number> = { webrtc: 5_000, hls: 8_000 };
/** So often within so long is no accident of the pitch's network but the transport itself. */
const FREEZES = 3;
const FREEZES_WITHIN_MS = 120_000;
/** Each try costs a join; who sits behind a strict firewall will sit there all evening. */
const PROBE_AFTER_MS = [30_000, 60_000, 120_000, 300_000] as const;
/** A phone that changes networks has an address a moment later. */
const SETTLE_MS = 1_000;

export function startDelivery(nowMs: number, canWebRtc: boolean): Delivery {
  const transport = canWebRtc ? 'webrtc' : 'hls';
  const first = { canWebRtc, everMoved: false, fruitless: false, freezesMs: [], probes: 0 };
  return enter(first, transport, nowMs);
}

/** Looks at the picture, about twice a second. */
export function step(before: Delivery, look: Look): Step {
  const { nowMs, frames, watching, still = false } = look;
  const seen = lookAtFrames(before.watch, look);
  const grew = watching && before.watch.frames >= 0 && frames > before.watch.frames;
  // Of a slide the first frame may be the only one.
  const shows = grew || (watching && still && frames > 0);
  const now: Delivery = {
    ...before,
    watch: seen.watch,
    frozen: seen.frozen,
    moved: before.moved || shows,
    everMoved: before.everMoved || shows,
    fruitless: before.fruitless && !shows,
  };
  if (!now.moved) return waitForFirst(now, look);
  if (now.transport === 'hls' && now.canWebRtc && nowMs >= now.probeAtMs) return probe(now, nowMs);
  if (seen.frozen && !before.frozen) return freeze(now, nowMs, seen.renew);
  if (!seen.renew) return { delivery: now, order: 'keep' };
  // A second renewal of the same freeze: the first one did not mend it.
  return before.watch.renewedAtMs === null ? { delivery: now, order: 'renew' } : change(now, nowMs);
}

/** The transport itself says that it does not get through: no token, signalling, media path or playlist. */
export function transportFailed(before: Delivery, nowMs: number): Step {
  // What has worked is given the time that a restart takes; a freeze would show anyway.
  return before.moved ? { delivery: before, order: 'keep' } : change(before, nowMs);
}

/** What the transport needs has been loaded: a slow network is not held against it. */
export function transportLoaded(before: Delivery, nowMs: number): Delivery {
  return before.moved ? before : { ...before, beganAtMs: nowMs };
}

/** The try in parallel with HLS has shown a picture. */
export function probeWorked(before: Delivery, nowMs: number): Step {
  if (before.transport === 'webrtc') return { delivery: before, order: 'keep' };
  return { delivery: enter(before, 'webrtc', nowMs), order: 'webrtc' };
}

/** Another network may let WebRTC through. */
export function networkChanged(before: Delivery, nowMs: number): Delivery {
  return before.transport === 'hls' ? { ...before, probes: 0, probeAtMs: nowMs + SETTLE_MS } : before;
}

function waitForFirst(now: Delivery, { nowMs, watching }: Look): Step {
  if (!watching) return { delivery: { ...now, beganAtMs: nowMs }, order: 'keep' };
  if (nowMs - now.beganAtMs < PATIENCE_MS[now.transport]) return { delivery: now, order: 'keep' };
  return change(now, nowMs);
}

function freeze(now: Delivery, nowMs: number, renew: boolean): Step {
  const freezesMs = [...now.freezesMs.filter((at) => nowMs - at < FREEZES_WITHIN_MS), nowMs];
  const frozen = { ...now, freezesMs };
  if (now.transport === 'webrtc' && freezesMs.length >= FREEZES) return change(frozen, nowMs);
  return { delivery: frozen, order: renew ? 'renew' : 'keep' };
}

function probe(now: Delivery, nowMs: number): Step {
  const probes = now.probes + 1;
  return { delivery: { ...now, probes, probeAtMs: nowMs + waitBeforeProbe(probes) }, order: 'probe' };
}

/** The other transport, as far as there is one. */
function change(now: Delivery, nowMs: number): Step {
  const transport = now.transport === 'webrtc' || !now.canWebRtc ? 'hls' : 'webrtc';
  const fruitless = now.fruitless || (now.transport === 'hls' && !now.moved);
  return {
    delivery: enter({ ...now, fruitless }, transport, nowMs),
    order: transport === now.transport ? 'renew' : transport,
  };
}

function enter(
  before: Pick<Delivery, 'canWebRtc' | 'everMoved' | 'fruitless' | 'freezesMs' | 'probes'>,
  transport: Transport,
  nowMs: number,
): Delivery {
  return {
    transport,
    canWebRtc: before.canWebRtc,
    beganAtMs: nowMs,
    moved: false,
    everMoved: before.everMoved,
    frozen: false,
    fruitless: before.fruitless,
    watch: startWatch(nowMs),
    freezesMs: transport === 'hls' ? [] : before.freezesMs,
    probes: before.probes,
    probeAtMs: nowMs + waitBeforeProbe(before.probes),
  };
}

const waitBeforeProbe = (probes: number): number =>
  PROBE_AFTER_MS[Math.min(probes, PROBE_AFTER_MS.length - 1)] ?? 0;
