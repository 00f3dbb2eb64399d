import {
  dtsOf,
  hasStuffing,
  payloadAt,
  pesDataAt,
  pesLengthOf,
  pidOf,
  pmtPidOf,
  nearestTurn,
  PTS_WRAP,
  ptsOf,
  startsUnit,
  streamPidOf,
  TS_PACKET,
} from './ts-packets';

/**
 * One PES packet of the program: a picture (H.264 Annex B) or sound (one or more ADTS frames). Times in 90
 * kHz, unwrapped.
 */
export interface MediaUnit {
  kind: 'video' | 'audio';
  pts: number;
  dts: number;
  data: Buffer;
}

const H264 = 0x1b;
const AAC_ADTS = 0x0f;
/** More than any picture we encode; a stream that never ends one must not fill the memory. */
const MAX_UNIT_BYTES = 8 * 1024 * 1024;

interface Open {
  kind: MediaUnit['kind'];
  pts: number;
  dts: number;
  parts: Buffer[];
  bytes: number;
  /** Bytes to come by the header, or null where it does not say (pictures). */
  expected: number | null;
}

/**
 * Takes the program's transport stream apart. Gives each unit as soon as its last packet is there, not when
 * the next begins.
 */
export class TsDemuxer {
  readonly #onUnit: (unit: MediaUnit) => void;
  #pmtPid = -1;
  #pids = { video: -1, audio: -1 };
  #open: { video: Open | null; audio: Open | null } = { video: null, audio: null };
  #lastDts: number | null = null;
  readonly #unwrapFirst: (time: number) => number;

  /** @param unwrapFirst the unwrapped media time of the first unit, 90 kHz (`TsHub.unwrap`) */
  constructor(onUnit: (unit: MediaUnit) => void, unwrapFirst: (time: number) => number) {
    this.#onUnit = onUnit;
    this.#unwrapFirst = unwrapFirst;
  }

  /** The encoder restarted: an incomplete unit is dropped. Media time continues. */
  reset(): void {
    this.#lastDts = null;
    this.#pmtPid = -1;
    this.#pids = { video: -1, audio: -1 };
    this.#open = { video: null, audio: null };
  }

  /** Whole packets, as `TsHub` gives them. */
  push(packets: Buffer): void {
    for (let at = 0; at + TS_PACKET <= packets.length; at += TS_PACKET) this.#packet(packets, at);
  }

  #packet(ts: Buffer, at: number): void {
    const pid = pidOf(ts, at);
    if (pid === 0) this.#pmtPid = pmtPidOf(ts, at) ?? this.#pmtPid;
    else if (pid === this.#pmtPid) {
      this.#pids.video = streamPidOf(ts, at, H264) ?? this.#pids.video;
      this.#pids.audio = streamPidOf(ts, at, AAC_ADTS) ?? this.#pids.audio;
    } else if (pid === this.#pids.video) this.#media('video', ts, at);
    else if (pid === this.#pids.audio) this.#media('audio', ts, at);
  }

  #media(kind: MediaUnit['kind'], ts: Buffer, at: number): void {
    if (startsUnit(ts, at)) {
      // ffmpeg writes one unit after the other: where one begins, all before are whole.
      this.#finish('video');
      this.#finish('audio');
      this.#begin(kind, ts, at);
      return;
    }
    const from = payloadAt(ts, at);
    this.#take(kind, ts, from, at);
  }

  #begin(kind: MediaUnit['kind'], ts: Buffer, at: number): void {
    const pts = ptsOf(ts, at);
    if (pts === null) return;
    const dts = this.#unwrap(dtsOf(ts, at) ?? pts);
    const length = pesLengthOf(ts, at);
    const from = pesDataAt(ts, at);
    // The length counts from behind its own field, six bytes into the header, which may be the longer one.
    const expected = length === 0 ? null : Math.max(0, length + 6 - (from - payloadAt(ts, at)));
    this.#lastDts = dts;
    const ahead = (((pts - dts) % PTS_WRAP) + PTS_WRAP) % PTS_WRAP;
    this.#open[kind] = { kind, pts: dts + ahead, dts, parts: [], bytes: 0, expected };
    this.#take(kind, ts, from, at);
  }

  #take(kind: MediaUnit['kind'], ts: Buffer, from: number, at: number): void {
    const open = this.#open[kind];
    if (!open) return;
    const end = at + TS_PACKET;
    if (from < end) open.parts.push(ts.subarray(from, end));
    open.bytes += Math.max(0, end - from);
    if (open.bytes > MAX_UNIT_BYTES) this.#open[kind] = null;
    // A packet is filled up only where its unit has no more bytes for it (ISO/IEC 13818-1, 2.4.3.5).
    else if (open.expected === null ? hasStuffing(ts, at) : open.bytes >= open.expected) this.#finish(kind);
  }

  #finish(kind: MediaUnit['kind']): void {
    const open = this.#open[kind];
    if (!open) return;
    this.#open[kind] = null;
    const data = Buffer.concat(
      open.parts,
      open.expected === null ? open.bytes : Math.min(open.expected, open.bytes),
    );
    this.#onUnit({ kind, pts: open.pts, dts: open.dts, data });
  }

  /** The time nearest to the last one. */
  #unwrap(time: number): number {
    const last = this.#lastDts;
    return last === null ? this.#unwrapFirst(time) : nearestTurn(time, last);
  }
}
