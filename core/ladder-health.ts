import type { PictureTrouble } from '../contract/vocabulary';

/**
 * Which cameras the ladder can rely on: those with frames now, since when, and how often each was lost. Times
 * are milliseconds of one monotonic clock.
 */

const DISTRUSTED_AFTER_FALLS = 3;
/** So many falls, and as many moments of health in a row, make a camera a slow one. */
const SLOW_AFTER = 2;
/** Unbroken health after which earlier falls no longer count. */
export const TRUSTED_AFTER_MS = 10_000;
/** A camera qualifies as a replacement only with a frame this recent. */
const HEALTHY_WITHIN_MS = 500;
/**
 * A camera whose frames come one by one is healthy only for a moment at a time. One that was back for longer,
 * and is lost again as after a failure of the network, is not slow but gone.
 */
const BRIEFLY_MS = 1_000;
/** How long a camera must be healthy before it returns without a person's command. */
export const HEALTHY_FOR_MS = 2_000;

export interface LadderCamera {
  id: string;
  /** When its last frame arrived; null when there never was one or its picture is switched off. */
  lastFrameAtMs: number | null;
  pictureOff: boolean;
  /**
   * A shared screen whose track is open: it sends frames only when something changes, so its last one is the
   * picture, however old it is.
   */
  still?: boolean;
  /** What is wrong with its picture; only for a program that leaves such cameras. */
  trouble?: PictureTrouble | null;
}

export interface CameraHealth {
  /** Since when each camera has had frames without a break. */
  healthySinceMs: ReadonlyMap<string, number>;
  /** How often each camera was lost as late since it was last healthy for `TRUSTED_AFTER_MS`. */
  lateFalls: ReadonlyMap<string, number>;
  /** How often in a row each camera was healthy for less than `BRIEFLY_MS`. */
  briefs: ReadonlyMap<string, number>;
}

/** From the health at the tick before. Falls of long ago, and of cameras that left, count no more. */
export function nextHealth(
  before: CameraHealth,
  cameras: readonly LadderCamera[],
  nowMs: number,
): CameraHealth {
  const healthy = cameras.filter((camera) => isHealthy(camera, nowMs));
  const healthySinceMs = new Map(healthy.map(({ id }) => [id, before.healthySinceMs.get(id) ?? nowMs]));
  const briefs = nextBriefs(before, healthySinceMs, nowMs);
  const health = { healthySinceMs, lateFalls: before.lateFalls, briefs };
  if (before.lateFalls.size === 0) return health;
  const known = [...before.lateFalls].filter(
    ([id]) => cameras.some((camera) => camera.id === id) && healthyFor(health, id, nowMs) < TRUSTED_AFTER_MS,
  );
  return { ...health, lateFalls: new Map(known) };
}

function nextBriefs(
  before: CameraHealth,
  healthySinceMs: ReadonlyMap<string, number>,
  nowMs: number,
): ReadonlyMap<string, number> {
  const ended = [...before.healthySinceMs].filter(([id]) => !healthySinceMs.has(id));
  if (ended.length === 0) return before.briefs;
  const briefs = new Map(before.briefs);
  for (const [id, sinceMs] of ended) {
    if (nowMs - sinceMs < BRIEFLY_MS) briefs.set(id, (briefs.get(id) ?? 0) + 1);
    else briefs.delete(id);
  }
  return briefs;
}

export function isHealthy(
  { lastFrameAtMs, pictureOff, still, trouble }: LadderCamera,
  nowMs: number,
): boolean {
  if (pictureOff || trouble || lastFrameAtMs === null) return false;
  return still === true || nowMs - lastFrameAtMs < HEALTHY_WITHIN_MS;
}

/** Milliseconds of unbroken health; negative when it is not healthy now. */
export function healthyFor(health: CameraHealth, id: string, nowMs: number): number {
  const sinceMs = health.healthySinceMs.get(id);
  return sinceMs === undefined ? -1 : nowMs - sinceMs;
}

/** Healthy, and for some time where it was lost again and again. */
export function isTrusted(health: CameraHealth, id: string, nowMs: number): boolean {
  const neededMs = fallsOf(health, id) >= DISTRUSTED_AFTER_FALLS ? HEALTHY_FOR_MS : 0;
  return healthyFor(health, id, nowMs) >= neededMs;
}

export const fallsOf = (health: CameraHealth, id: string): number => health.lateFalls.get(id) ?? 0;

/** Its frames come one by one, and it was lost for that again and again. */
export function isSlow(health: CameraHealth, id: string): boolean {
  return fallsOf(health, id) >= SLOW_AFTER && (health.briefs.get(id) ?? 0) >= SLOW_AFTER;
}

/** @param id null is the slate, which is never lost */
export function withFallOf(health: CameraHealth, id: string | null): ReadonlyMap<string, number> {
  return id === null ? health.lateFalls : new Map(health.lateFalls).set(id, fallsOf(health, id) + 1);
}
