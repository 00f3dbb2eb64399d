import type { DestinationServer, FaultSide, FixAction } from '../contract/vocabulary';
import type { PlatformFacts } from '../contract/destinations';
import { BACKUP_HELPS, type DestinationFailure, type DestinationHealth } from './destination-state';
export interface Diagnosis {
  side: FaultSide;
  /** One or two sentences: what is wrong, and what to do. */
  text: string;
  remedy: FixAction | null;
}

/** What is known of a destination at the time of the diagnosis. */
export interface Symptom extends Pick<DestinationHealth, 'state' | 'failure' | 'failures'> {
  /** Where the program goes, or was last tried; `only` without a second server. */
  server: 'only' | DestinationServer;
  /** Which server should come first, as the crew chose. */
  wanted: DestinationServer;
  /** How long it has been sending without a break, ms. */
  liveMs: number;
  /** How the destinations at other hosts are; `none` when this is the only one. */
  others: 'well' | 'ill' | 'none';
  /** What the platform itself reports, where its API is used. */
  platform: PlatformFacts | null;
}

/** Failures that a bad uplink brings as well as a bad server. */
const UPLINK: readonly DestinationFailure[] = [
  'unreachable',
  'unknown-host',
  'timeout',
  'dropped',
  'stalled',
  'slow',
];
/** A server that accepts us and closes at once, this often, means the key. */
const LETS_GO_AFTER = 3;
/** Twitch takes up to a minute to list a stream, and is polled every half minute. */
const SEEN_WITHIN_MS = 90_000;

const BY_FAILURE: Record<DestinationFailure, Diagnosis> = {
  refused: {
    side: 'server',
    text: 'Nobody answers at this address. Check that the server runs and that the address and port are right.',
    remedy: 'check-address',
  },
  unreachable: {
    side: 'server',
    text: 'Nothing comes back from this address. Check the address, and that no firewall stops outgoing connections.',
    remedy: 'check-address',
  },
  'unknown-host': {
    side: 'address',
    text: 'The name of the server is not known. Check the address, and the internet connection of this machine.',
    remedy: 'check-address',
  },
  'forbidden-address': {
    side: 'address',
    text: 'This address may not be used. Give the public address of the streaming server.',
    remedy: 'check-address',
  },
  timeout: {
    side: 'server',
    text: 'The server takes the connection and then says nothing. Check the address; the server may be overloaded.',
    remedy: 'try-now',
  },
  'hung-up': {
    side: 'server',
    text: 'The server hangs up before it says anything. Check the address; some servers want rtmps:// instead of rtmp://.',
    remedy: 'check-address',
  },
  'no-rtmp': {
    side: 'address',
    text: 'What answers there is no streaming server. Check address and port, and whether it begins with rtmp:// or rtmps://.',
    remedy: 'check-address',
  },
  path: {
    side: 'address',
    text: 'The server does not know this path. Check the end of the address, such as /live or /app.',
    remedy: 'check-address',
  },
  rejected: {
    side: 'key',
    text: 'The server refuses the stream key. Copy the key again from the platform.',
    remedy: 'replace-key',
  },
  'sign-in': {
    side: 'address',
    text: 'The server asks for a user name and password, and Touchline cannot sign in with them. Ask its operator for a stream key, or to take this stream without signing in.',
    remedy: 'check-address',
  },
  moved: {
    side: 'address',
    text: 'The server sends encoders on to another address. Ask its operator for that one, and enter it here.',
    remedy: 'check-address',
  },
  'in-use': {
    side: 'key',
    text: 'Another encoder is sending with this stream key. Stop that one, or use another key.',
    remedy: 'replace-key',
  },
  certificate: {
    side: 'server',
    text: "The server's certificate is not trusted. Check the address of the server.",
    remedy: 'check-address',
  },
  dropped: {
    side: 'server',
    text: 'The server closed the connection. It is retried automatically.',
    remedy: 'try-now',
  },
  stalled: {
    side: 'server',
    text: 'The server takes no data, or the uplink is gone. The other outputs are not affected.',
    remedy: 'try-now',
  },
  slow: {
    side: 'uplink',
    text: 'The way to the server is too slow for the program. Parts are left out there; the other outputs are not affected.',
    remedy: null,
  },
  'unreadable-key': {
    side: 'key',
    text: "The stored key cannot be read with this server's secrets key. Type it in again.",
    remedy: 'replace-key',
  },
  internal: {
    side: 'machine',
    text: 'Sending could not be started on this machine. Look into the log of the engine.',
    remedy: 'try-now',
  },
};

/** The table of symptoms; the first row that matches decides. */
const ROWS: readonly { when: (symptom: Symptom) => boolean; say: Diagnosis }[] = [
  {
    when: ({ failure, others }) => failure !== null && UPLINK.includes(failure) && others === 'ill',
    say: {
      side: 'uplink',
      text: 'Nothing gets through to the other destinations either: the uplink is at fault. Check the internet connection of this machine.',
      remedy: null,
    },
  },
  {
    when: ({ failure, failures }) => failure === 'dropped' && failures >= LETS_GO_AFTER,
    say: {
      side: 'key',
      text: 'The server closes the connection right after it accepts it. Check the stream key.',
      remedy: 'replace-key',
    },
  },
  {
    when: ({ failure, others }) => failure === 'slow' && others === 'well',
    say: {
      side: 'server',
      text: 'The server takes less than the program has, while others take all of it: the fault is theirs. Parts are left out there only.',
      remedy: 'try-now',
    },
  },
  {
    when: ({ failure, others }) => failure === 'stalled' && others === 'well',
    say: {
      side: 'server',
      text: 'The server takes no data, while others do: the fault is theirs. It reconnects automatically.',
      remedy: 'try-now',
    },
  },
  {
    when: ({ failure, others }) => failure === 'dropped' && others === 'well',
    say: {
      side: 'server',
      text: 'The server closed the connection, while others hold: the fault is theirs. It is retried automatically.',
      remedy: 'try-now',
    },
  },
  {
    when: ({ state, failure, platform, liveMs }) =>
      state === 'live' && failure === null && platform?.health === 'none' && liveMs >= SEEN_WITHIN_MS,
    say: {
      side: 'key',
      text: 'We send, and the platform sees nothing of it. Check that the key belongs to the stream you are watching.',
      remedy: 'replace-key',
    },
  },
  {
    when: ({ state, failure, platform }) =>
      state === 'live' && failure === null && platform?.health === 'bad',
    say: {
      side: 'platform',
      text: 'The platform says that viewers notice faults, although all of our bytes arrive. Look into its studio page.',
      remedy: 'open-platform',
    },
  },
  {
    when: ({ state, failure, server, wanted }) =>
      state === 'live' && failure === null && server === 'backup' && wanted === 'first',
    say: {
      side: 'server',
      text: 'The first server does not take the program; it goes to the backup server.',
      remedy: 'use-first',
    },
  },
  {
    when: ({ state, failure, server, wanted }) =>
      state === 'live' && failure === null && server === 'first' && wanted === 'backup',
    say: {
      side: 'server',
      text: 'The backup server does not take the program; it goes to the first server.',
      remedy: 'use-backup',
    },
  },
];

/**
 * Whose side the problem is on and what the director can do; null while nothing is wrong.
 * @param explained the platform's own words for the failure, which are better than the common ones
 */
export function diagnose(symptom: Symptom, explained: string | null = null): Diagnosis | null {
  const row = ROWS.find(({ when }) => when(symptom));
  const diagnosis = row?.say ?? (symptom.failure === null ? null : BY_FAILURE[symptom.failure]);
  if (!diagnosis) return null;
  const own = diagnosis.side === 'platform' ? symptom.platform?.message : row ? null : explained;
  return withOtherServer(symptom, own ? { ...diagnosis, text: own } : diagnosis);
}

/**
 * Where the other server may do better, it becomes the fix action: it is tried automatically too, but later.
 */
function withOtherServer({ failure, server }: Symptom, diagnosis: Diagnosis): Diagnosis {
  const helps = failure !== null && BACKUP_HELPS.includes(failure);
  if (server === 'only' || !helps || diagnosis.side === 'uplink' || diagnosis.side === 'key')
    return diagnosis;
  const [remedy, other] =
    server === 'first' ? (['use-backup', 'backup'] as const) : (['use-first', 'first'] as const);
  return { ...diagnosis, text: `${diagnosis.text} The ${other} server may take it.`, remedy };
}

/** What another destination's state says about the shared uplink. */
export interface Neighbour extends Pick<DestinationHealth, 'state' | 'failure'> {
  /** Host of its server: two destinations at one server say nothing about each other's route. */
  host: string;
}

/** How the destinations at other hosts are: one that works rules out the uplink. */
export function othersOf(own: Neighbour, all: readonly Neighbour[]): Symptom['others'] {
  const elsewhere = all.filter(({ host }) => host !== own.host);
  if (elsewhere.some(({ state, failure }) => state === 'live' && failure === null)) return 'well';
  const ill = elsewhere.filter(({ failure }) => failure !== null && UPLINK.includes(failure));
  return ill.length > 0 && ill.length === elsewhere.length ? 'ill' : 'none';
}
