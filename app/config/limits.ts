import { z } from 'zod';
import { type Environment, readFields, SettingsError } from '../../core/settings';

/** How often something may happen: `hits` within a fixed window of `windowS` seconds. */
export interface Rate {
  name: string;
  hits: number;
  windowS: number;
}

/** A row of `RATES`: what is limited, the setting that changes it, its value. */
const rate = (says: string, setting: string, hits: number, windowS: number) => ({
  says,
  setting,
  hits,
  windowS,
});

/**
 * Every limit of the web application: what is limited, as docs/api.md says it, the setting that changes it,
 * its value and the reason for it. Rates count in windows of the given seconds, kept in Postgres and so
 * shared by all web processes.
 */
export const RATES = {
  /**
   * T1: a typed code has 40 bits; at these rates a search of years finds nothing. Right codes are not
   * counted.
   */
  joinPerMinute: rate('wrong codes of one address', 'LIMIT_JOIN_PER_MINUTE', 10, 60),
  joinPerHour: rate('wrong codes of one address', 'LIMIT_JOIN_PER_HOUR', 100, 3600),
  /** So that one network of IPv6 does not use up the limit over all, which is everybody's. */
  joinPerSitePerMinute: rate(
    'wrong codes of one site (/48 of IPv6)',
    'LIMIT_JOIN_PER_SITE_PER_MINUTE',
    60,
    60,
  ),
  joinGlobalPerMinute: rate('wrong codes over all', 'LIMIT_JOIN_GLOBAL_PER_MINUTE', 600, 60),
  /** Beyond that limit a code is still looked up, so that guessing keeps nobody out who has the right one. */
  joinBeyondPerMinute: rate(
    'wrong codes of one site, beyond the limit over all',
    'LIMIT_JOIN_BEYOND_PER_MINUTE',
    3,
    60,
  ),
  /**
   * A QR secret has 128 bits and nobody guesses it: right ones are never counted, and the limit only keeps a
   * guesser from costing anything. Apart from typed codes, whose wrong ones keep nobody out who scans.
   */
  joinSecretPerMinute: rate('wrong QR secrets of one address', 'LIMIT_JOIN_SECRETS_PER_MINUTE', 30, 60),
  /**
   * Wrong passwords by address, and by account. A stranger who knows an owner's mail address must not be able
   * to lock them out: their own network is counted apart, and a browser that was signed in before counts by
   * itself.
   */
  loginPerAddress: rate('sign-ins of one address that fail', 'LIMIT_LOGIN_PER_ADDRESS', 20, 900),
  loginPerAccount: rate(
    'sign-ins of one account that fail, of one address or of one browser that was signed in before',
    'LIMIT_LOGIN_PER_ACCOUNT',
    10,
    900,
  ),
  loginPerAccountAndSite: rate(
    'sign-ins of one account that fail, of one site (/48 of IPv6)',
    'LIMIT_LOGIN_PER_ACCOUNT_AND_SITE',
    30,
    900,
  ),
  /** Of a browser that was never signed in: 1,200 guesses an hour at a password of ten characters. */
  loginPerAccountOverAll: rate(
    'sign-ins of one account that fail, over all',
    'LIMIT_LOGIN_PER_ACCOUNT_OVER_ALL',
    300,
    900,
  ),
  /** Crew and setup links carry 256 bits: as with QR secrets, each has a limit for wrong ones only. */
  linkPerMinute: rate('wrong crew links of one address', 'LIMIT_LINK_PER_MINUTE', 30, 60),
  setupPerMinute: rate('wrong setup links of one address', 'LIMIT_SETUP_PER_MINUTE', 30, 60),
  /** A club house full of viewers behind one address, each reconnecting now and then. */
  viewerTokenPerMinute: rate('viewers’ tokens for one address', 'LIMIT_VIEWER_TOKENS_PER_MINUTE', 120, 60),
  /** Tickets for the watch page's socket and for embeds. One is good for ten minutes, over all reconnects. */
  viewerTicketPerMinute: rate(
    'viewers’ tickets for one address',
    'LIMIT_VIEWER_TICKETS_PER_MINUTE',
    1_200,
    60,
  ),
  /**
   * A page of the audience asks once, when its event ends: as many as may hold a socket behind one address
   * could all ask twice (T23).
   */
  audiencePerMinute: rate('`GET /api/audience/:slug` of one address', 'LIMIT_AUDIENCE_PER_MINUTE', 3_000, 60),
  /** A phone asks again for its token every few seconds while it waits for admission. */
  cameraTokenPerMinute: rate(
    'tokens of one phone, or of one show’s host',
    'LIMIT_CAMERA_TOKENS_PER_MINUTE',
    60,
    60,
  ),
  /** Each is a connection to somebody's server. */
  destinationTestsPerMinute: rate(
    'tests of destinations of one event',
    'LIMIT_DESTINATION_TESTS_PER_MINUTE',
    20,
    60,
  ),
  eventsPerHour: rate('new events of one team', 'LIMIT_EVENTS_PER_HOUR', 200, 3600),
  /** A back end that opens its shows again, by team; a show that is there already makes no event (T23). */
  showCallsPerMinute: rate(
    '`POST /api/streams/initialize` of one team',
    'LIMIT_SHOW_CALLS_PER_MINUTE',
    600,
    60,
  ),
  /** What one viewer may write at once, filled again evenly within ten seconds (T22). */
  chatPerViewer: rate('chat messages of one viewer', 'LIMIT_CHAT_PER_VIEWER', 5, 10),
  /** A club house that cheers behind one address. */
  chatPerAddress: rate('chat messages of one address', 'LIMIT_CHAT_PER_ADDRESS', 30, 15),
  /** Ten a second is more than anybody reads; the rest has to wait. */
  chatPerEvent: rate('chat messages of one event', 'LIMIT_CHAT_PER_EVENT', 50, 5),
  /** People who write for the first time: who throws the chat's session away counts as one again. */
  chatNewcomers: rate('new people in a chat, of one address', 'LIMIT_CHAT_NEWCOMERS', 20, 600),
  /** Pages of a chat: each viewer asks for one when it opens, and for more while it scrolls back. */
  chatHistoryPerMinute: rate(
    'pages of a chat read by one address',
    'LIMIT_CHAT_HISTORY_PER_MINUTE',
    3_000,
    60,
  ),
  chatReports: rate('reports of chat messages, of one address', 'LIMIT_CHAT_REPORTS', 10, 600),
  /**
   * Sockets of the crew and of phones that are opened from one address, each with a ticket of its own.
   * Counted in each web process, in memory.
   */
  handshakePerMinute: rate(
    'sockets of crew and phones opened by one address, in one web process',
    'LIMIT_HANDSHAKES_PER_MINUTE',
    300,
    60,
  ),
  /**
   * Of viewers, crew and phones whose network lets no WebSocket through: one for each that comes, and again
   * after each break.
   */
  pollingPerMinute: rate(
    'sessions by polling, instead of a WebSocket, begun by one address in one web process',
    'LIMIT_POLLING_PER_MINUTE',
    600,
    60,
  ),
  /** Tickets for such sockets: one for each connection, by the browser's credentials. */
  ticketPerMinute: rate(
    'tickets for sockets of one session, link, token or phone',
    'LIMIT_TICKETS_PER_MINUTE',
    120,
    60,
  ),
  /**
   * Phones that become cameras: of one address a whole class at once, of one event all its cameras some times
   * over. A phone that has its camera already counts by itself, so that nobody who has the code keeps it out.
   */
  registrationPerAddress: rate('phones of one address that join', 'LIMIT_REGISTRATIONS_PER_ADDRESS', 60, 60),
  registrationPerEvent: rate('phones of one event that join', 'LIMIT_REGISTRATIONS_PER_EVENT', 120, 60),
  returnPerCamera: rate('times that one phone comes back', 'LIMIT_RETURNS_PER_CAMERA', 60, 60),
  webhookPerMinute: rate('webhooks of LiveKit', 'LIMIT_WEBHOOKS_PER_MINUTE', 3000, 60),
} as const;

export const COUNTS = {
  /** What one event may hold, admitted or waiting; the engine carries about this many on two cores. */
  camerasPerEvent: { says: 'cameras of one event', setting: 'LIMIT_CAMERAS_PER_EVENT', value: 16 },
  destinationsPerEvent: {
    says: 'destinations of one event',
    setting: 'LIMIT_DESTINATIONS_PER_EVENT',
    value: 10,
  },
  graphicsPerEvent: { says: 'graphics of one event', setting: 'LIMIT_GRAPHICS_PER_EVENT', value: 60 },
  crewLinksPerEvent: { says: 'crew links of one event', setting: 'LIMIT_CREW_LINKS_PER_EVENT', value: 50 },
  /**
   * Viewers of one event behind one address (or /64) who count; more may watch. Enough for a club house, too
   * few to make a number up (T23). A proxy that TRUSTED_PROXIES does not name makes everybody one address.
   */
  viewersPerAddress: {
    says: 'viewers of one event who count, of one address or /64; more may watch',
    setting: 'LIMIT_VIEWERS_PER_ADDRESS',
    value: 200,
  },
  /** Open viewers' sockets of one address, and of all, in one web process (T23). */
  socketsPerAddress: {
    says: 'viewers’ open sockets of one address, in one web process',
    setting: 'LIMIT_SOCKETS_PER_ADDRESS',
    value: 1_500,
  },
  /**
   * Open connections of one address (or /64) at the edge, and requests that it has under way. Two hundred
   * phones and viewers behind one address have six connections and two WebSockets each while their pages
   * open. At the limit of connections the one that has been still for longest makes room.
   */
  connectionsPerAddress: {
    says: 'open connections of one address or /64, at the edge',
    setting: 'LIMIT_CONNECTIONS_PER_ADDRESS',
    value: 5_000,
  },
  requestsPerAddress: {
    says: 'requests of one address or /64 under way, at the edge',
    setting: 'LIMIT_REQUESTS_PER_ADDRESS',
    value: 2_000,
  },
  sockets: {
    says: 'viewers’ open sockets of all, in one web process',
    setting: 'LIMIT_SOCKETS',
    value: 20_000,
  },
  /** Largest JSON body. The longest lawful request is a few hundred bytes. */
  bodyBytes: { says: 'a body', setting: 'LIMIT_BODY_BYTES', value: 16_384, unit: 'bytes' },
  /** LiveKit's webhooks describe one participant or track; 64 KiB is far above the largest (T9). */
  webhookBytes: { says: 'a webhook', setting: 'LIMIT_WEBHOOK_BYTES', value: 65_536, unit: 'bytes' },
  sessionIdleHours: {
    says: 'a session that is not used',
    setting: 'LIMIT_SESSION_IDLE_HOURS',
    value: 72,
    unit: 'hours',
  },
  sessionDays: { says: 'a session', setting: 'LIMIT_SESSION_DAYS', value: 30, unit: 'days' },
  crewSessionDays: {
    says: 'a session by crew link',
    setting: 'LIMIT_CREW_SESSION_DAYS',
    value: 14,
    unit: 'days',
  },
  /** A recording's address is for the click that follows, a long download goes on after it. */
  recordingUrlMinutes: {
    says: 'a recording’s address',
    setting: 'LIMIT_RECORDING_URL_MINUTES',
    value: 15,
    unit: 'minutes',
  },
} as const;

export type RateName = keyof typeof RATES;
export type Limits = { [K in keyof typeof RATES]: Rate } & { [K in keyof typeof COUNTS]: number };

/** @throws SettingsError with every setting that is no whole number above 0 */
export function readLimits(env: Environment): Limits {
  const entries = [...Object.values(RATES), ...Object.values(COUNTS)];
  const whole = z
    .string()
    .regex(/^[1-9]\d{0,8}$/, 'must be a whole number above 0')
    .transform(Number)
    .optional();
  const shape = Object.fromEntries(entries.map((entry) => [entry.setting, whole]));
  const { values, problems } = readFields(shape, env);
  if (!values) throw new SettingsError(problems);
  const rates = mapped(RATES, ({ setting, hits, windowS }, name): Rate => {
    return { name, hits: values[setting] ?? hits, windowS };
  });
  return { ...rates, ...mapped(COUNTS, ({ setting, value }) => values[setting] ?? value) };
}

/** The same keys with other values. Object.fromEntries knows keys as strings only. */
function mapped<K extends string, From, To>(
  table: Readonly<Record<K, From>>,
  to: (from: From, name: K) => To,
): Record<K, To> {
  const entries = (Object.keys(table) as K[]).map((name): [K, To] => [name, to(table[name], name)]);
  return Object.fromEntries(entries) as Record<K, To>;
}

/** Of this process, read once. */
export const LIMITS = readLimits(process.env);
