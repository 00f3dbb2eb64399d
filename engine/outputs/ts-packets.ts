/**
 * The few fields of MPEG-TS (ISO/IEC 13818-1) that the hub needs. A packet is 188 bytes and begins with 0x47.
 */

export const TS_PACKET = 188;
/** Ticks of PTS in a second, and where its 33 bits begin again: after 26.5 hours. */
export const PTS_HZ = 90_000;
/** Times in MPEG-TS have 33 bits and begin again after 26.5 hours. */
export const PTS_WRAP = 2 ** 33;
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

/** PID of the first stream of type H.264 from a PMT packet, or null. */
function videoPidOf(ts: Buffer, at: number): number | null {
  return streamPidOf(ts, at, 0x1b);
}

/** PID of the first stream of a type (0x1b H.264, 0x0f AAC in ADTS) from a PMT packet, or null. */
export function streamPidOf(ts: Buffer, at: number, type: number): number | null {
  const section = payloadAt(ts, at) + 1 + (ts[payloadAt(ts, at)] ?? 0);
  const length = (((ts[section + 1] ?? 0) & 0x0f) << 8) | (ts[section + 2] ?? 0);
  const programInfo = (((ts[section + 10] ?? 0) & 0x0f) << 8) | (ts[section + 11] ?? 0);
  const end = section + 3 + length - 4;
  for (let es = section + 12 + programInfo; es + 5 <= end && es + 5 <= at + TS_PACKET;) {
    if (ts[es] === type) return (((ts[es + 1] ?? 0) & 0x1f) << 8) | (ts[es + 2] ?? 0);
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
  return timeAt(ts, pes + 9);
}

/** DTS in 90 kHz of a PES packet that has one of its own, or null. Only for a packet that has a PTS. */
export function dtsOf(ts: Buffer, at: number): number | null {
  const pes = payloadAt(ts, at);
  const hasDts = ((ts[pes + 7] ?? 0) & 0xc0) === 0xc0;
  return hasDts && pes + 19 <= at + TS_PACKET ? timeAt(ts, pes + 14) : null;
}

/** Bytes of the PES packet that begins here, after its length field; 0 for an unbounded one. */
export function pesLengthOf(ts: Buffer, at: number): number {
  const pes = payloadAt(ts, at);
  return ((ts[pes + 4] ?? 0) << 8) | (ts[pes + 5] ?? 0);
}

/** Where the stream's own bytes begin in the packet that begins a PES packet. */
export function pesDataAt(ts: Buffer, at: number): number {
  const pes = payloadAt(ts, at);
  return pes + 9 + (ts[pes + 8] ?? 0);
}

/** The adaptation field is longer than its content: the packet was filled up. */
export function hasStuffing(ts: Buffer, at: number): boolean {
  if (((ts[at + 3] ?? 0) & 0x20) === 0) return false;
  const length = ts[at + 4] ?? 0;
  if (length === 0) return true;
  const flags = ts[at + 5] ?? 0;
  // PCR and OPCR have six bytes, a splice count one; the encoder writes no other field.
  const used = 1 + (flags & 0x10 ? 6 : 0) + (flags & 0x08 ? 6 : 0) + (flags & 0x04 ? 1 : 0);
  return (flags & 0x03) === 0 && length > used;
}

function timeAt(ts: Buffer, at: number): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = ts.subarray(at, at + 5);
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

/**
 * The program tables of one transport stream: which packets carry pictures, and how another reader may begin
 * in the middle.
 */
export class ProgramTables {
  #pat: Buffer | null = null;
  #pmt: Buffer | null = null;
  #pmtPid = -1;
  #videoPid = -1;

  /** PID of the H.264 stream; -1 before the tables have come. */
  get videoPid(): number {
    return this.#videoPid;
  }

  /** Takes in the packet at `at`. @returns whether it is one of a table */
  read(ts: Buffer, at: number): boolean {
    const pid = pidOf(ts, at);
    if (pid === PAT_PID) {
      this.#pmtPid = pmtPidOf(ts, at) ?? this.#pmtPid;
      this.#pat = Buffer.from(ts.subarray(at, at + TS_PACKET));
      return true;
    }
    if (pid !== this.#pmtPid) return false;
    this.#pmt = Buffer.from(ts.subarray(at, at + TS_PACKET));
    this.#videoPid = videoPidOf(ts, at) ?? this.#videoPid;
    return true;
  }

  /** The last ones once more: the standard allows each packet to be sent twice. */
  packets(): Buffer[] {
    return [this.#pat, this.#pmt].filter((table) => table !== null);
  }
}

/** Where the payload of a packet begins. */
export function payloadAt(ts: Buffer, at: number): number {
  const hasAdaptation = ((ts[at + 3] ?? 0) & 0x20) !== 0;
  return at + 4 + (hasAdaptation ? 1 + (ts[at + 4] ?? 0) : 0);
}

/** The time of 33 bits with as many whole turns as bring it nearest to `near`, both in 90 kHz. */
export function nearestTurn(time: number, near: number): number {
  return time + Math.round((near - time) / PTS_WRAP) * PTS_WRAP;
}
