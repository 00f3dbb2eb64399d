/**
 * What the phone sends, from RTCStatsReport entries (W3C webrtc-stats). Browsers omit fields, so every field
 * is read as unknown; counters become rates by comparison with the previous reading.
 */
export interface SendReading {
  atMs: number;
  bytes: number;
  packets: number;
  lost: number;
  width: number;
  height: number;
  fps: number;
  rttMs: number | null;
  codec: string;
  /** none, cpu, bandwidth, other. */
  limited: string;
  /** Time of the far end’s last report; reports stop within seconds of a lost network. */
  farEndAtMs: number | null;
}

export interface SendRates {
  width: number;
  height: number;
  fps: number;
  kbps: number;
  /** Lost packets per sent packet in the interval, 0 to 1. */
  loss: number;
  rttMs: number | null;
  codec: string;
  limited: string;
}

type Entry = Record<string, unknown>;

export function readSendStats(entries: readonly unknown[], atMs: number): SendReading {
  const all = entries.filter(isEntry);
  const outbound = all.filter((entry) => entry.type === 'outbound-rtp');
  const video = outbound.filter((entry) => entry.kind === 'video');
  const top = highest(video);
  const remote = all.filter((entry) => entry.type === 'remote-inbound-rtp');
  const pair = all.find((entry) => entry.type === 'candidate-pair' && entry.nominated === true);
  const rttS = numberOf(pair?.currentRoundTripTime) ?? numberOf(remote[0]?.roundTripTime);
  const codec = all.find((entry) => entry.id !== undefined && entry.id === top?.codecId);
  return {
    atMs,
    bytes: sum(outbound, 'bytesSent'),
    packets: sum(outbound, 'packetsSent'),
    lost: sum(remote, 'packetsLost'),
    width: numberOf(top?.frameWidth) ?? 0,
    height: numberOf(top?.frameHeight) ?? 0,
    fps: numberOf(top?.framesPerSecond) ?? 0,
    rttMs: rttS === null ? null : Math.round(rttS * 1000),
    codec: textOf(codec?.mimeType).replace(/^video\//i, ''),
    limited: limitOf(video),
    farEndAtMs: latest(remote),
  };
}

/** All rates of a first reading (`before` null) are zero. */
export function sendRates(before: SendReading | null, now: SendReading): SendRates {
  const { width, height, fps, rttMs, codec, limited } = now;
  const seconds = before ? (now.atMs - before.atMs) / 1000 : 0;
  // Counters restart with every connection; a negative difference is not a rate.
  const fresh = before !== null && seconds > 0 && now.bytes >= before.bytes;
  const packets = fresh ? now.packets - before.packets : 0;
  const lost = fresh ? Math.max(0, now.lost - before.lost) : 0;
  return {
    width,
    height,
    fps: Math.round(fps),
    kbps: fresh ? Math.round(((now.bytes - before.bytes) * 8) / 1000 / seconds) : 0,
    loss: packets > 0 ? Math.min(1, lost / packets) : 0,
    rttMs,
    codec,
    limited,
  };
}

/** The largest layer that is being sent; paused layers keep their old size in the report. */
function highest(video: Entry[]): Entry | undefined {
  const sent = video.filter((entry) => entry.active !== false && (numberOf(entry.framesPerSecond) ?? 0) > 0);
  return sent.sort((a, b) => (numberOf(b.frameWidth) ?? 0) - (numberOf(a.frameWidth) ?? 0))[0];
}

/** The worst reason of all layers; the processor first, because shade and a pause help there. */
function limitOf(video: Entry[]): string {
  const reasons = video.map((entry) => textOf(entry.qualityLimitationReason));
  return ['cpu', 'bandwidth', 'other'].find((reason) => reasons.includes(reason)) ?? 'none';
}

function latest(remote: Entry[]): number | null {
  const times = remote.flatMap((entry) => numberOf(entry.timestamp) ?? []);
  return times.length > 0 ? Math.max(...times) : null;
}

function sum(entries: Entry[], field: string): number {
  return entries.reduce((total, entry) => total + (numberOf(entry[field]) ?? 0), 0);
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}
function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
