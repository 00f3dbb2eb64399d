import { Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { parseIngest } from '../../../core/rtmp-ingest';
import { decodeAmf, decodeCommand, encodeAmf, type Amf } from '../../../engine/outputs/destination/rtmp/amf0';
import { ChunkWriter } from '../../../engine/outputs/destination/rtmp/chunk-writer';
import { MESSAGE } from '../../../engine/outputs/destination/rtmp/messages';
import { RtmpSession } from '../../../engine/outputs/destination/rtmp/rtmp-session';
import { TagMaker } from '../../../engine/outputs/destination/rtmp/tags';
import { Segmenter } from '../../../engine/outputs/hls/segmenter';
import { TsDemuxer } from '../../../engine/outputs/ts-demuxer';
import { TsHub } from '../../../engine/outputs/ts-hub';
import { NUMBERS, ODD, type Random } from './random';
import { randomTransport } from './transport';
import { must, orRangeError, type Target } from './target';

/** What reads the bytes of destinations' servers and of the encoder. */

/** As UTF-8 carries it. */
const wellFormed = (text: string): string => Buffer.from(text).toString('utf8');

const WORDS = ['_result', '_error', 'onStatus', 'close', 'onBWDone', 'level', 'code', 'error', ''] as const;
const CODES = [
  'NetStream.Publish.Start',
  'NetStream.Publish.BadName',
  'NetConnection.Connect.Closed',
] as const;

function randomAmf(random: Random, depth = 3): Amf {
  if (depth > 0 && random.chance(35)) {
    if (random.chance(40)) return random.some(4, () => randomAmf(random, depth - 1));
    return Object.fromEntries(
      random.some(4, () => [
        random.pick([...WORDS, '__proto__', 'ex', 'redirect']),
        randomAmf(random, depth - 1),
      ]),
    );
  }
  return random.pick<Amf>([
    null,
    true,
    random.pick(WORDS),
    random.pick(CODES),
    wellFormed(random.pick(ODD)),
    random.int(7),
    random.pick([...NUMBERS, NaN, Infinity]),
  ]);
}

/** A server's messages, mostly in an order that gets far, and sometimes changed bytes in the end. */
export const rtmpServer: Target = (random) => {
  const sent = { bytes: 0, messages: 0 };
  const session = new RtmpSession(parseIngest('rtmp://example.org/live', 'key'), {
    send: (bytes) => (sent.bytes += bytes.length),
    onMessage() {
      // As the connection does (MAX_PER_S).
      if (++sent.messages > 2_000) throw new RangeError('too many');
    },
    onAccepted: () => undefined,
    onAnswered: () => undefined,
    onAcknowledged: (sequence) => must(Number.isInteger(sequence), 'a sequence is a whole number'),
    onRefused: (failure) => must(failure.length > 0, 'a refusal has a reason'),
  });
  session.begin();
  const writer = new ChunkWriter();
  const parts: Buffer[] = [];
  const say = (type: number, body: Buffer) =>
    parts.push(
      writer.write({
        chunkStream: 2 + random.int(6),
        type,
        messageStream: random.int(3),
        timestamp: 0,
        body,
      }),
    );
  const command = (...values: Amf[]) => say(MESSAGE.command, encodeAmf(...values));
  if (random.chance(90))
    command('_result', 1, {}, { level: 'status', code: 'NetConnection.Connect.Success' });
  if (random.chance(80)) command('_result', 4, null, random.pick([1, 1, 1, ...NUMBERS, NaN]));
  if (random.chance(60)) command('onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start' });
  for (const kind of random.some(6, () => random.int(4))) {
    if (kind === 0) command(...random.some(5, () => randomAmf(random)));
    else if (kind === 1) {
      const size = random.pick([0, 1, 128, 4096, 2 ** 24, 2 ** 31]);
      const body = Buffer.alloc(random.pick([4, 4, 4, 0, 3, 5]));
      if (body.length >= 4) body.writeUInt32BE(size);
      say(1 + random.int(6), body);
      if (body.length >= 4 && size > 0 && size < 2 ** 31) writer.setChunkBytes(size);
    } else say(random.int(25), random.bytes(random.pick([0, 10, 300])));
  }
  const greeting = Buffer.concat([Buffer.from([random.chance(98) ? 3 : 6]), Buffer.alloc(2 * 1536)]);
  const dialogue = Buffer.concat(parts);
  const bytes = random.chance(50) ? dialogue : random.mutated(dialogue);
  orRangeError(() => {
    session.receive(greeting);
    for (const piece of random.pieces(bytes)) session.receive(piece);
    session.end();
  });
  must(sent.bytes <= 8_192 + 64 * (sent.messages + bytes.length), 'more is answered than was said');
};

export const amf: Target = (random) => {
  const values = random.some(4, () => randomAmf(random));
  const bytes = encodeAmf(...values);
  must(isDeepStrictEqual(decodeAmf(bytes), values), 'what was written is read');
  orRangeError(() => void decodeAmf(random.mutated(bytes)));
  orRangeError(() => void decodeAmf(random.bytes(40)));
  orRangeError(() => void decodeCommand(random.mutated(bytes)));
};

/** As the encoder's output passes through the engine: hub, demuxer, tags for RTMP, segments for HLS. */
export const transportStream: Target = (random) => {
  const whole = randomTransport(random);
  const bytes = random.chance(40) ? whole : random.mutated(whole);
  let out = 0;
  const count = (data: Buffer) => (out += data.length);
  const hub = new TsHub(() => random.int(3) * 95_000);
  const maker = new TagMaker();
  const demuxer = new TsDemuxer(
    (unit) => {
      must(Number.isFinite(unit.dts) && Number.isFinite(unit.pts), 'a unit has a time');
      for (const tag of maker.make(unit)) must(tag.body.length > 0, 'a tag has a body');
      count(unit.data);
    },
    (time) => hub.unwrap(time),
  );
  const segmenter = new Segmenter(1, ({ data, durationS }) => {
    must(durationS >= 0 && data.length % 188 === 0, 'a segment is whole packets of some duration');
  });
  const sink = new Writable({
    highWaterMark: 2 ** 24,
    write(packets: Buffer, _encoding, done) {
      demuxer.push(packets);
      segmenter.push(packets);
      done();
    },
  });
  hub.feed(sink, 2 ** 24);
  for (const piece of random.pieces(bytes)) hub.push(piece);
  if (random.chance(20)) {
    hub.beginRun();
    demuxer.reset();
    hub.push(bytes);
  }
  segmenter.end();
  must(out <= 2 * bytes.length, 'no more comes out than went in');
};
