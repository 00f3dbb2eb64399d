import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parseIngest } from '../../core/rtmp-ingest';
import { decodeAmf, type Amf } from '../../engine/outputs/destination/rtmp/amf0';
import { ChunkReader } from '../../engine/outputs/destination/rtmp/chunk-reader';
import { MESSAGE, command } from '../../engine/outputs/destination/rtmp/messages';
import { ChunkWriter } from '../../engine/outputs/destination/rtmp/chunk-writer';
import { RtmpSession } from '../../engine/outputs/destination/rtmp/rtmp-session';
import { TsHub } from '../../engine/outputs/ts-hub';
import { DESTINATION_IDS, DESTINATIONS } from '../../plugins/destinations';
import { checkDestinationAddress } from '../../plugins/address';
import { descendants } from '../support/product/processes';
import { pushersOf } from '../support/engine/pushed-program';
import { until } from '../support/time/until';

/** T14: a typed key, address or label stays text. */

const ROUNDS = 10_000;
const PIECES = [
  ...[
    '|',
    '[',
    ']',
    "'",
    '"',
    ':',
    '\\',
    '$',
    ';',
    '\n',
    '\r',
    '%0a',
    '\0',
    ' ',
    '`',
    '&',
    '<',
    '>',
    '(',
    ')',
    '{',
    '}',
  ],
  ...[
    '$(touch x)',
    '`id`',
    '[f=mpegts]/tmp/x',
    'tee:',
    'file:///etc/passwd',
    'concat:',
    ' live=1',
    ' -y /tmp/x',
    '../..',
  ],
  ...[
    'rtmp://127.0.0.1/',
    'a',
    'live',
    'key',
    '-',
    '_',
    '.',
    '~',
    '?',
    '=',
    '/',
    'Ä',
    '😀',
    '\u202e',
    '%00',
    '\u0003',
  ],
];

let seed = 20_260_501;
const random = (below: number): number => {
  seed = (seed * 48_271) % 2_147_483_647;
  return seed % below;
};
const text = (most: number): string =>
  Array.from({ length: random(most + 1) }, () => PIECES[random(PIECES.length)] ?? '').join('');

/** Everything that our side says to a server that accepts it, as commands. */
function commandsOf(url: string, key: string): Amf[][] {
  const said: Buffer[] = [];
  const session = new RtmpSession(parseIngest(url, key), {
    send: (bytes) => said.push(bytes),
    onMessage: () => undefined,
    onAccepted: () => undefined,
    onAnswered: () => undefined,
    onAcknowledged: () => undefined,
    onRefused: () => undefined,
  });
  session.begin();
  session.receive(Buffer.concat([Buffer.from([3]), Buffer.alloc(2 * 1536)]));
  const server = new ChunkWriter();
  session.receive(server.write(command('_result', 1, 0, null, { code: 'NetConnection.Connect.Success' })));
  session.receive(server.write(command('_result', 4, 0, null, 1)));
  const heard: Amf[][] = [];
  const reader = new ChunkReader(({ type, body }) => {
    if (type === MESSAGE.setChunkSize) reader.setChunkBytes(body.readUInt32BE());
    if (type === MESSAGE.command) heard.push(decodeAmf(body));
  });
  // C0, C1 and C2 come first.
  reader.push(Buffer.concat(said).subarray(1 + 2 * 1536));
  return heard;
}

/** A place for temporary files that nobody else uses meanwhile. */
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'touchline-t14-'));

const surroundings = () => ({
  processes: descendants(process.pid).length,
  files: readdirSync(tmpdir()).length + readdirSync('.').length,
  sockets: process.getActiveResourcesInfo().filter((kind) => /TCP|Pipe|Process/.test(kind)).length,
});

test('T14: of 10,000 hostile keys, addresses and labels none becomes a process, a file or a connection', async () => {
  const before = surroundings();
  let accepted = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const id = DESTINATION_IDS[random(DESTINATION_IDS.length)] ?? 'custom-rtmp';
    const typed = { url: `rtmp://live.example.org/${text(4)}`, key: text(5) };
    const settings: Record<string, string> = id === 'custom-rtmp' ? { url: typed.url } : {};
    const checked = DESTINATIONS[id].check({ settings, streamKey: typed.key, secrets: {} });
    if (!checked.ok) continue;
    const key = checked.value.streamKey ?? '';
    const { url } = DESTINATIONS[id].ingest(checked.value.settings);
    // SRT is below, because it goes by ffmpeg.
    if (!/^rtmps?:/.test(url)) continue;
    let said: Amf[][];
    try {
      said = commandsOf(url, key);
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError);
      continue;
    }
    accepted++;
    // What was typed is in one string each, and there are no more than the five commands.
    const { app, tcUrl, playpath } = parseIngest(url, key);
    expect(said.map(([name]) => name)).toEqual([
      'connect',
      'releaseStream',
      'FCPublish',
      'createStream',
      'publish',
    ]);
    expect(said[0]?.[2]).toMatchObject({ app, tcUrl });
    expect(said[4]?.slice(3)).toEqual([playpath, 'live']);
  }
  expect(accepted).toBeGreaterThan(100);
  expect(surroundings()).toEqual(before);
});

test('T14: the publisher itself refuses what no form would have let through', async () => {
  const before = surroundings();
  const pushers = pushersOf({ hub: new TsHub() });
  const checkAddress = (url: string) =>
    checkDestinationAddress(url, { allowPrivate: false, resolve: () => Promise.resolve([]) });
  const all = Array.from({ length: 500 }, () =>
    pushers.start({ id: text(3), url: text(6), key: text(5) }, { checkAddress }),
  );
  await Promise.all(
    all.map((pusher) => pusher.until('failed', 2_000).catch(() => pusher.until('reconnecting', 10))),
  );
  expect(all.every((pusher) => pusher.status().bytes === 0)).toBe(true);
  await pushers.stopAll();
  expect(surroundings()).toEqual(before);
});

/** In place of ffmpeg: writes down its arguments and the file that it is handed, and ends. */
const RECORDER = `#!${process.execPath}
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const [, file, ...args] = process.argv;
writeFileSync(file + '.part', [...args, '----', readFileSync(4, 'utf8')].join('\\n'));
renameSync(file + '.part', file + '.said');
`;
const RECORDERS = 40;

test('T14: of hostile stream ids and passphrases of SRT each stays one value of one line, and no argument', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ffmpeg-'));
  const typed = Array.from({ length: RECORDERS }, (_, i) => ({
    key: `id-${i}-${text(5)}`,
    passphrase: `long enough ${text(5)}`,
  }));
  // No form lets these through; the engine does not rely on that.
  typed.push({ key: 'x\n-y\nf=/tmp/x', passphrase: 'long enough\r\nprotocol_whitelist=file' });
  const pushers = pushersOf({ hub: new TsHub() });
  const programs = typed.map(({ key, passphrase }, i) => {
    const program = join(folder, `recorder-${i}`);
    writeFileSync(program, RECORDER, { mode: 0o755 });
    pushers.start(
      { url: 'srt://127.0.0.1:9000', key, secrets: { passphrase }, options: {} },
      { ffmpegPath: program },
    );
    return { program, key, passphrase };
  });
  for (const { program, key, passphrase } of programs) {
    await until('the program to have run', () => readdirSync(folder).includes(`${basename(program)}.said`));
    const [args = '', preset] = readFileSync(`${program}.said`, 'utf8').split('----\n');
    const line = (value: string) => value.replace(/[\0\r\n]/g, '');
    expect(preset).toBe(`srt_streamid=${line(key)}\npassphrase=${line(passphrase)}\n`);
    expect(args.split('\n')).toContain('srt://127.0.0.1:9000');
    for (const secret of [key, passphrase]) expect(args).not.toContain(secret);
  }
  await pushers.stopAll();
});
