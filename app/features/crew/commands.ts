import type { EncodingChoice } from '../../../contract/encoding';
import type { DestinationServer, CrewRole, CameraDecision } from '../../../contract/vocabulary';
import { getJson, postJson, PostError } from '../../realtime/client/json-request';
import { requestId } from './request-id';

interface Seq {
  seq: number;
}

export interface CameraChange {
  state?: CameraDecision;
  label?: string;
  muted?: boolean;
  pictureOff?: boolean;
}

export interface NewDestination {
  plugin: string;
  label: string;
  enabled: boolean;
  settings: Record<string, string>;
  streamKey: string;
  secrets: Record<string, string>;
}
export type DestinationChange = Partial<Omit<NewDestination, 'plugin'>>;

export interface EventChange {
  embedOrigins?: string[];
  recordingPublic?: boolean;
}

/** Who comes in by a link. */
export type LinkRole = Exclude<CrewRole, 'commentator'>;

/** A crew link is told once, at its making. */
export interface NewLink {
  id: string;
  url: string;
}

/** The name of a server is looked up, or files are deleted: longer than a cut may take. */
const SLOW_MS = 15_000;
/** The server answers within 28 s. */
const TEST_MS = 32_000;

/** Everything crew may ask of one event, as calls of the control API (design §9). Each throws `PostError`. */
export function crewCommands(slug: string) {
  const at = (path: string) => `/api/v1/events/${encodeURIComponent(slug)}${path}`;
  return {
    /**
     * To a camera, or to the slate with null. 409 `stale` when somebody else changed the program after
     * `seenSeq`.
     */
    cut: (cameraId: string | null, seenSeq: number) =>
      once((id) => postJson<Seq>(at('/cut'), { cameraId, requestId: id, seenSeq })),
    setFaded: (faded: boolean, seenSeq: number) =>
      once((id) => postJson<Seq>(at('/program'), { faded, requestId: id, seenSeq })),
    setPreview: async (preview: string | null) => {
      await postJson<Seq>(at('/program'), { preview });
    },
    start: () => postJson<unknown>(at('/start')),
    stop: () => postJson<unknown>(at('/stop')),
    publish: () => postJson<unknown>(at('/publish')),
    reopen: () => postJson<unknown>(at('/reopen')),
    changeCamera: (id: string, change: CameraChange) => postJson<unknown>(at(`/cameras/${id}`), change),
    startDestination: (id: string) => postJson<unknown>(at(`/destinations/${id}/start`)),
    /** From now on to this one of its two servers. */
    chooseServer: (id: string, server: DestinationServer) =>
      postJson<unknown>(at(`/destinations/${id}/server`), { server }),
    /**
     * Goes the whole way to its server and leaves again: up to ten seconds, and with pictures up to half a
     * minute.
     */
    testDestination: (id: string, pictures: boolean) =>
      postJson<unknown>(at(`/destinations/${id}/test`), { pictures }, { timeoutMs: TEST_MS }),
    /** The last characters of its secrets, by the names of their fields. */
    readSecretHints: async (id: string) =>
      (await getJson<{ secretHints: Record<string, string> }>(at(`/destinations/${id}`))).secretHints,
    stopDestination: (id: string) => postJson<unknown>(at(`/destinations/${id}/stop`)),
    addDestination: (wish: NewDestination) =>
      postJson<unknown>(at('/destinations'), wish, { timeoutMs: SLOW_MS }),
    changeDestination: (id: string, change: DestinationChange) =>
      postJson<unknown>(at(`/destinations/${id}`), change, { method: 'PATCH', timeoutMs: SLOW_MS }),
    removeDestination: (id: string) => postJson<unknown>(at(`/destinations/${id}`), {}, { method: 'DELETE' }),
    /** What the program is encoded as. 409 while on the air. */
    setEncoding: (encoding: EncodingChoice) => postJson<unknown>(at(''), { encoding }, { method: 'PATCH' }),
    renewCodes: () => postJson<unknown>(at('/codes/renew')),
    createLink: (role: LinkRole, label: string) => postJson<NewLink>(at('/crew-links'), { role, label }),
    revokeLink: (id: string) => postJson<unknown>(at(`/crew-links/${id}`), {}, { method: 'DELETE' }),
    changeEvent: (change: EventChange) => postJson<unknown>(at(''), change, { method: 'PATCH' }),
    deleteChat: () => postJson<unknown>(at('/chat'), {}, { method: 'DELETE', timeoutMs: SLOW_MS }),
    deleteEvent: () => postJson<unknown>(at(''), {}, { method: 'DELETE', timeoutMs: SLOW_MS }),
  };
}

export type CrewCommands = ReturnType<typeof crewCommands>;

/**
 * Sends again once, with the same id, when no answer came: the server counts it once whichever of the two
 * arrived.
 */
export async function once<T>(send: (id: string) => Promise<T>): Promise<T> {
  const id = requestId();
  try {
    return await send(id);
  } catch (error) {
    if (error instanceof PostError && error.status === 0) return send(id);
    throw error;
  }
}

/** What went wrong, as a sentence for the person who pressed. */
export function sentenceOf(error: unknown): string {
  if (error instanceof PostError) return error.message;
  return 'That did not work. Try again; the program goes on.';
}
