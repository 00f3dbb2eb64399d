import type { Random } from './random';

const PMT_PID = 0x1000;
const VIDEO_PID = 0x100;
const AUDIO_PID = 0x101;

function packet(
  pid: number,
  body: Buffer,
  { start = false, key = false, stuffed = false, scrambled = 0 } = {},
): Buffer {
  const out = Buffer.alloc(188, 0xff);
  out[0] = 0x47;
  out.writeUInt16BE((start ? 0x4000 : 0) | pid, 1);
  out[3] = scrambled | 0x10;
  let at = 4;
  if (key || stuffed) {
    out[3] |= 0x20;
    out[4] = stuffed ? Math.min(183, Math.max(1, 183 - body.length)) : 1;
    out[5] = key ? 0x40 : 0;
    at = 5 + (out[4] ?? 0);
  }
  body.copy(out, at, 0, 188 - at);
  return out;
}

const PAT = Buffer.from([0, 0, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, 0xf0, 0, 0, 0, 0, 0]);
const PMT = Buffer.from([
  ...[0, 2, 0xb0, 23, 0, 1, 0xc1, 0, 0, 0xe1, 0, 0xf0, 0],
  ...[0x0f, 0xe1, 1, 0xf0, 0, 0x1b, 0xe1, 0, 0xf0, 0],
]);

/** A time of 33 bits with its marker bits (ISO/IEC 13818-1, 2.4.3.7). */
function time(prefix: number, ticks: number): number[] {
  const high = Math.floor(ticks / 2 ** 30) & 7;
  const low = ticks % 2 ** 30;
  return [
    (prefix << 4) | (high << 1) | 1,
    (low >> 22) & 0xff,
    ((low >> 14) & 0xfe) | 1,
    (low >> 7) & 0xff,
    ((low << 1) & 0xfe) | 1,
  ];
}

const SPS = [0, 0, 0, 1, 0x67, 0x64, 0, 0x1f, 0xac, 0xd9, 0x40];
const PPS = [0, 0, 0, 1, 0x68, 0xeb, 0xe3];

function picture(random: Random, keyframe: boolean): Buffer {
  const sets = keyframe && random.chance(90) ? [...SPS, ...PPS] : [];
  return Buffer.concat([
    Buffer.from([0, 0, 0, 1, 9, 0xf0, ...sets, 0, 0, 1, keyframe ? 0x65 : 0x41]),
    random.bytes(400),
  ]);
}

function sound(random: Random): Buffer {
  const frames = random.some(4, () => {
    const data = random.bytes(60);
    const length = random.chance(90) ? data.length + 7 : random.int(8192);
    const head = [0xff, 0xf1, random.chance(90) ? 0x4c : random.int(256)];
    return Buffer.concat([
      Buffer.from([...head, 0x80 | (length >> 11), (length >> 3) & 0xff, ((length & 7) << 5) | 0x1f, 0xfc]),
      data,
    ]);
  });
  return Buffer.concat(frames);
}

/** A transport stream as ffmpeg makes it, of some pictures and pieces of sound, with oddities. */
export function randomTransport(random: Random): Buffer {
  const packets = [packet(0, PAT, { start: true }), packet(PMT_PID, PMT, { start: true })];
  let ticks = random.pick([0, 90_000, 2 ** 32, 2 ** 33 - 4_000]);
  for (let units = 2 + random.int(8); units > 0; units--) {
    const isSound = random.chance(40);
    const keyframe = !isSound && random.chance(50);
    const data = isSound ? sound(random) : picture(random, keyframe);
    ticks = (ticks + random.pick([3_000, 3_000, 90_000, 2 ** 32])) % 2 ** 33;
    const times = random.chance(30) ? [...time(3, ticks), ...time(1, ticks)] : time(2, ticks);
    const length = isSound ? 3 + times.length + data.length : 0;
    const head = Buffer.from([
      ...[0, 0, 1, isSound ? 0xc0 : 0xe0, length >> 8, length & 0xff],
      ...[0x80, times.length === 5 ? 0x80 : 0xc0, times.length, ...times],
    ]);
    const bytes = Buffer.concat([head, data]);
    const pid = isSound ? AUDIO_PID : VIDEO_PID;
    for (let at = 0; at < bytes.length; at += 180) {
      const body = bytes.subarray(at, at + 180);
      const last = at + 180 >= bytes.length;
      packets.push(
        packet(pid, body, { start: at === 0, key: keyframe && at === 0, stuffed: last && at > 0 }),
      );
    }
    if (random.chance(5)) packets.push(packet(random.int(8192), random.bytes(184), { start: true }));
    if (random.chance(10))
      packets.push(packet(0, PAT, { start: true }), packet(PMT_PID, PMT, { start: true }));
  }
  return Buffer.concat(packets);
}
