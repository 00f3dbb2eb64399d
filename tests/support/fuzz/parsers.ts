import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parseRange } from '../../../app/http/file';
import { parseCookies } from '../../../app/http/cookies';
import { ClientMessages, Handshake, type PhoneTelemetry, TicketRequest } from '../../../contract/messages';
import { parseIngestAddress } from '../../../core/address';
import { checkName } from '../../../core/chat/name';
import { cleanMessage, splitLinks } from '../../../core/chat/text';
import { clientAddress, isNetwork } from '../../../core/client-address';
import { parseDatabaseAddress } from '../../../core/database-address';
import { embedOrigin } from '../../../core/embedding';
import { readJoinCode } from '../../../core/join-code';
import { chooseLanguage } from '../../../core/language';
import { parseIngest, splitIngest } from '../../../core/rtmp-ingest';
import { sidesOfTitle } from '../../../core/score';
import { SignedToken } from '../../../core/signed-token';
import { proposeSlug } from '../../../core/slug';
import { line } from '../../../core/text';
import { receiveWebhook } from '../../../livekit/webhook';
import { AccessToken } from 'livekit-server-sdk';
import { z } from 'zod';
import { ODD, type Random } from './random';
import { must, orRangeError, type Target } from './target';
import { amf, rtmpServer, transportStream } from './stream-parsers';

const KEYS = { apiKey: 'devkey', apiSecret: 'a-secret-of-at-least-32-characters!' };
const EVENTS = ['participant_joined', 'track_published', 'room_finished', 'egress_ended', 'x', ''] as const;

function randomWebhook(random: Random): string {
  const field = <T>(usual: T): unknown => (random.chance(80) ? usual : random.json());
  const participant = () => ({
    identity: field('camera:1'),
    sid: field('PA_1'),
    joinedAt: field('1760000000'),
    joinedAtMs: field('1760000000000'),
    tracks: field([{ sid: 'TR_1', type: field('VIDEO'), source: field('CAMERA') }]),
  });
  return JSON.stringify({
    event: field(random.pick(EVENTS)),
    id: field('EV_1'),
    createdAt: field(random.pick(['1760000000', 1760000000, '-1', '9223372036854775807'])),
    room: field({ name: field('derby:cameras'), sid: field('RM_1') }),
    ...(random.chance(50) && { participant: field(participant()) }),
    ...(random.chance(30) && {
      egressInfo: field({
        egressId: field('EG_1'),
        roomName: field('derby'),
        status: field('EGRESS_COMPLETE'),
      }),
    }),
    ...(random.chance(20) && { [random.pick(ODD)]: random.json() }),
  });
}

const webhook: Target = async (random) => {
  const text = randomWebhook(random);
  const body = random.chance(70) ? text : random.mutated(Buffer.from(text)).toString('utf8');
  const jwt = new AccessToken(KEYS.apiKey, KEYS.apiSecret, { ttl: 300 });
  jwt.sha256 = createHash('sha256').update(body).digest('base64');
  const signed = await jwt.toJwt();
  const forged = random.chance(10);
  const authorization = forged ? random.mutated(Buffer.from(signed)).toString('latin1') : signed;
  const heard = await receiveWebhook(KEYS, body, authorization);
  if (!heard) return;
  must(heard.id.length > 0, 'a webhook has an id');
  must(!forged || authorization.startsWith(signed.slice(0, -1)), 'a changed signature counts for nothing');
};

const ADDRESS = [
  '127.0.0.1',
  '::1',
  '2001:db8::1',
  '[',
  ']',
  ':',
  ':443',
  ',',
  ' ',
  '"',
  '%eth0',
  '/8',
  '/129',
] as const;
const headers: Target = (random) => {
  const list = random.text(ADDRESS, 8);
  const client = clientAddress(random.pick(['127.0.0.1', list]), list, ['127.0.0.1', '::1', '10.0.0.0/8']);
  must(/^[\da-f.:]+$|^unknown$/.test(client), `${client} is no address`);
  isNetwork(list);
  const language = random.text(['de', 'en', 'fr-CA', '*', ';q=', '0.5', '1', ',', '-'], 9);
  must(chooseLanguage(random.chance(50) ? language : null, language).length === 2, 'there is a language');
  const size = random.pick([0, 1, 1000, 5e9]);
  const range = parseRange(random.text(['bytes=', '-', '0', '999', '5000000000', ','], 6), size);
  if (range !== null && range !== 'unsatisfiable')
    must(range.start >= 0 && range.start <= range.end && range.end < size, 'a range lies in its file');
  for (const name of parseCookies(random.text(['a', '=', ';', ' ', 'touchline-', '"'], 12)).keys())
    must(!/[=;]/.test(name), 'a cookie has a name');
};

const URLS = [
  'rtmp://',
  'rtmps://',
  'srt://',
  'RTMP://',
  'postgres://',
  'https://',
  'http://localhost',
  'live.example.org',
  '*.',
  '[::1]',
  '0x7f.1',
  '127.0.0.1',
  ':1935',
  ':443',
  ':80',
  ':99999',
  '/live',
  '/app/key',
  '?a=/b',
  '#',
  '@',
  'user:p%40ss@',
  '?host=/tmp&port=1',
] as const;
const addresses: Target = (random) => {
  const text = random.text(URLS, 6);
  const key = random.chance(50) ? '' : random.text(['abcd', '-', '1', '?', '='], 5);
  for (const allowPrivate of [true, false]) {
    const parsed = parseIngestAddress(text, { allowPrivate });
    if (!parsed.ok) must(parsed.message.endsWith('.'), 'a refusal is a sentence');
    else must(parsed.value.port >= 0 && parsed.value.port < 65_536, 'a port');
  }
  orRangeError(() => {
    const { app, tcUrl } = parseIngest(text, key);
    must(app.length > 0 && !/\s/.test(tcUrl), 'an address has an application and no space');
  });
  splitIngest(text);
  embedOrigin(text);
  const database = parseDatabaseAddress(text);
  if (database) must(isDeepStrictEqual(Object.keys(database).length > 0, true), 'a database has parts');
};

const WRITTEN = [
  'Nord',
  ' – ',
  'Hafen',
  ' vs ',
  '2',
  'https://',
  'a.example/',
  '(',
  ')',
  'ß',
  'é',
  ' ',
  'WM',
] as const;
const NAME_LINE = line(60);
const KEY = Buffer.alloc(32, 7);
const TOKEN = new SignedToken('v1', z.object({ event: z.string() }));
const FOR_TOKENS = { sign: KEY, accept: [KEY] };
const texts: Target = (random) => {
  const text = random.text(WRITTEN, 12);
  const message = cleanMessage(text);
  if (message.ok) {
    must(!/\p{Cc}|\p{Cs}/u.test(message.value), 'a message can be shown');
    must(
      splitLinks(message.value)
        .map((piece) => piece.text)
        .join('') === message.value,
      'links leave the text',
    );
  }
  const name = checkName(text, ['Regie']);
  if (name.ok) must(!/\p{Cs}/u.test(name.value) && [...name.value].length <= 30, 'a name can be shown');
  const label = NAME_LINE.safeParse(random.chance(90) ? text : random.json());
  if (label.success) must(!/\p{Cc}|\p{Cs}/u.test(label.data), 'a line can be shown');
  must(/^[a-z0-9-]{1,64}$/.test(proposeSlug(text)), 'a slug can be an address');
  readJoinCode(text);
  sidesOfTitle(text);
  const event = text.slice(0, 100);
  const token = TOKEN.sign(FOR_TOKENS, { event });
  must(TOKEN.open(FOR_TOKENS, token)?.facts.event === event, 'a token says what it was given');
  const changed = random.mutated(Buffer.from(token)).toString('latin1');
  must(changed === token || TOKEN.open(FOR_TOKENS, changed) === null, 'a changed token is none');
};

const PHONE: PhoneTelemetry = {
  battery: 0.5,
  charging: null,
  width: 1280,
  height: 720,
  fps: 30,
  kbps: 2500,
  loss: 0,
  rttMs: 30,
  codec: 'H264',
  micMuted: false,
  pictureOff: false,
  limited: 'none',
};
const messages: Target = (random) => {
  const message: unknown = random.chance(50)
    ? random.json()
    : { ...PHONE, [random.pick(['battery', 'width', 'codec', 'x', '__proto__'])]: random.json(2) };
  for (const schema of [ClientMessages.phone, ClientMessages.resume, Handshake, TicketRequest]) {
    const parsed = schema.safeParse(message);
    if (parsed.success) JSON.stringify(parsed.data);
  }
};

/** Everything of ours that reads what others wrote, with how many of a thousand inputs it gets. */
export const TARGETS: Record<string, { run: Target; share: number }> = {
  'an RTMP server': { run: rtmpServer, share: 200 },
  AMF0: { run: amf, share: 200 },
  'MPEG-TS, H.264, ADTS': { run: transportStream, share: 150 },
  // Each is signed, which costs fifty times what it costs to read it.
  webhooks: { run: webhook, share: 20 },
  headers: { run: headers, share: 130 },
  addresses: { run: addresses, share: 100 },
  'names, texts, tokens': { run: texts, share: 50 },
  'messages of sockets': { run: messages, share: 150 },
};
