/** The few fields of MPEG-TS (ISO/IEC 13818-1) that the hub needs. A packet is 188 bytes and begins with 0x47. */

export const TS_PACKET = 188;
/** Ticks of PTS in a second, and where its 33 bits begin again: after 26.5 hours. */
export const PTS_HZ = 90_000;
const PTS_WRAP = 2 ** 33;
const SYNC = 0x47;
const PAT_PID = 0;

export function pidOf(ts: Buffer, at: number): number {
  return (((ts[at + 1] ?? 0) & 0x1f) << 8) | (ts[at + 2] ?? 0);
}

/** A new PES packet or section begins here. */
export function startsUnit(ts: Buffer, at: number): boolean {
  return ((ts[at + 1] ?? 0) & 0x40) !== 0;
}

/** random_access_indicator: a decoder can begin with this picture. */
export function isRandomAccess(ts: Buffer, at: number): boolean {
  const hasAdaptation = ((ts[at + 3] ?? 0) & 0x20) !== 0;
  return hasAdaptation && (ts[at + 4] ?? 0) > 0 && ((ts[at + 5] ?? 0) & 0x40) !== 0;
}

/** PID of the program map from a PAT packet with one program, or null if it is no PAT. */
export function pmtPidOf(ts: Buffer, at: number): number | null {
  if (pidOf(ts, at) !== PAT_PID || !startsUnit(ts, at)) return null;
  const section = payloadAt(ts, at) + 1 + (ts[payloadAt(ts, at)] ?? 0);
  return (((ts[section + 10] ?? 0) & 0x1f) << 8) | (ts[section + 11] ?? 0);
}

/** PID of the first stream of type H.264 (0x1b) from a PMT packet, or null. */
export function videoPidOf(ts: Buffer, at: number): number | null {
  const section = payloadAt(ts, at) + 1 + (ts[payloadAt(ts, at)] ?? 0);
  const length = (((ts[section + 1] ?? 0) & 0x0f) << 8) | (ts[section + 2] ?? 0);
  const programInfo = (((ts[section + 10] ?? 0) & 0x0f) << 8) | (ts[section + 11] ?? 0);
  const end = section + 3 + length - 4;
  for (let es = section + 12 + programInfo; es + 5 <= end && es + 5 <= at + TS_PACKET;) {
    if (ts[es] === 0x1b) return (((ts[es + 1] ?? 0) & 0x1f) << 8) | (ts[es + 2] ?? 0);
    es += 5 + ((((ts[es + 3] ?? 0) & 0x0f) << 8) | (ts[es + 4] ?? 0));
  }
  return null;
}

/** PTS in 90 kHz of the PES packet that begins in this TS packet, or null. */
export function ptsOf(ts: Buffer, at: number): number | null {
  if (!startsUnit(ts, at)) return null;
  const pes = payloadAt(ts, at);
  const hasPts = ts[pes] === 0 && ts[pes + 1] === 0 && ts[pes + 2] === 1 && ((ts[pes + 7] ?? 0) & 0x80) !== 0;
  if (!hasPts || pes + 14 > at + TS_PACKET) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = ts.subarray(pes + 9, pes + 14);
  // Times 2³⁰ and not shifted: 33 bits do not fit JavaScript's shifts.
  return ((a >> 1) & 7) * 2 ** 30 + (b << 22) + ((c >> 1) << 15) + (d << 7) + (e >> 1);
}

/** Ticks from one PTS to a later one. */
export function ptsBetween(from: number, to: number): number {
  return (((to - from) % PTS_WRAP) + PTS_WRAP) % PTS_WRAP;
}

export function isSynced(ts: Buffer, at: number): boolean {
  return ts[at] === SYNC;
}

function payloadAt(ts: Buffer, at: number): number {
  const hasAdaptation = ((ts[at + 3] ?? 0) & 0x20) !== 0;
  return at + 4 + (hasAdaptation ? 1 + (ts[at + 4] ?? 0) : 0);
}
