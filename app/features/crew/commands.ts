import { useCallback, useState } from 'react';
import type { EncodingChoice } from '../../../contract/encoding';
import type { CrewRole, DestinationServer } from '../../../contract/vocabulary';
import { api, type BodyOf } from '../../api/client';
import { PostError } from '../../realtime/client/json-request';
import { useToast } from '../../ui/toast';

type NewDestination = Required<BodyOf<'POST /api/v1/events/:slug/destinations'>>;
type DestinationChange = BodyOf<'PATCH /api/v1/events/:slug/destinations/:id'>;
export type CameraChange = BodyOf<'POST /api/v1/events/:slug/cameras/:id'>;
type CutTransition = BodyOf<'POST /api/v1/events/:slug/cut'>['transition'];
export type SceneChange = Pick<
  BodyOf<'POST /api/v1/events/:slug/program'>,
  'layout' | 'cells' | 'options' | 'transition'
>;
export type SoundChange = BodyOf<'PATCH /api/v1/events/:slug/sound'>;
type EventChange = BodyOf<'PATCH /api/v1/events/:slug'>;

/** Who comes in by a link. */
export type LinkRole = Exclude<CrewRole, 'commentator'>;

/** The name of a server is looked up, or files are deleted: longer than a cut may take. */
const SLOW_MS = 15_000;
/** The server answers within 28 s. */
const TEST_MS = 32_000;

/** Everything crew may ask of one event, as calls of the control API (design §9). Each throws `PostError`. */
export function crewCommands(slug: string) {
  const event = { slug };
  return {
    /**
     * To a camera, or to the slate with null. 409 `stale` when somebody else changed the program after
     * `seenSeq`.
     */
    cut: (cameraId: string | null, seenSeq: number, transition?: CutTransition) =>
      once((requestId) =>
        api('POST /api/v1/events/:slug/cut', {
          slug,
          body: { cameraId, requestId, seenSeq, ...(transition && { transition }) },
        }),
      ),
    /** Layout, cells and their options; what is left out stays as it is, or is filled. */
    setScene: (scene: SceneChange, seenSeq: number) =>
      once((requestId) =>
        api('POST /api/v1/events/:slug/program', { slug, body: { ...scene, requestId, seenSeq } }),
      ),
    /** At 1 what is on preview is taken. */
    moveTBar: (tbar: NonNullable<BodyOf<'POST /api/v1/events/:slug/program'>['tbar']>) =>
      once((requestId) => api('POST /api/v1/events/:slug/program', { slug, body: { tbar, requestId } })),
    setFaded: (faded: boolean, seenSeq: number) =>
      once((requestId) =>
        api('POST /api/v1/events/:slug/program', { slug, body: { faded, requestId, seenSeq } }),
      ),
    setPreview: async (preview: string | null) => {
      await api('POST /api/v1/events/:slug/program', { slug, body: { preview } });
    },
    /** In with true, out with false; `frames` is how long that takes. */
    showGraphic: (id: string, onAir: boolean, frames?: number) =>
      once((requestId) =>
        api(
          onAir ? 'POST /api/v1/events/:slug/graphics/:id/in' : 'POST /api/v1/events/:slug/graphics/:id/out',
          {
            ...{ slug, id },
            body: { requestId, ...(frames !== undefined && { frames }) },
          },
        ),
      ),
    createGraphic: (body: BodyOf<'POST /api/v1/events/:slug/graphics'>) =>
      api('POST /api/v1/events/:slug/graphics', { slug, body }),
    changeGraphic: (id: string, body: BodyOf<'PATCH /api/v1/events/:slug/graphics/:id'>) =>
      api('PATCH /api/v1/events/:slug/graphics/:id', { slug, id, body }),
    removeGraphic: (id: string) => api('DELETE /api/v1/events/:slug/graphics/:id', { slug, id }),
    /** Moves the named controls of the mixer. */
    changeSound: (change: SoundChange) =>
      once((requestId) => api('PATCH /api/v1/events/:slug/sound', { slug, body: { ...change, requestId } })),
    resetLoudness: () =>
      once((requestId) =>
        api('POST /api/v1/events/:slug/sound/loudness/reset', { slug, body: { requestId } }),
      ),
    start: () => api('POST /api/v1/events/:slug/start', event),
    stop: () => api('POST /api/v1/events/:slug/stop', event),
    publish: () => api('POST /api/v1/events/:slug/publish', event),
    reopen: () => api('POST /api/v1/events/:slug/reopen', event),
    changeCamera: (id: string, body: CameraChange) =>
      api('POST /api/v1/events/:slug/cameras/:id', { slug, id, body }),
    startDestination: (id: string) => api('POST /api/v1/events/:slug/destinations/:id/start', { slug, id }),
    /** From now on to this one of its two servers. */
    chooseServer: (id: string, server: DestinationServer) =>
      api('POST /api/v1/events/:slug/destinations/:id/server', { slug, id, body: { server } }),
    /**
     * Goes the whole way to its server and leaves again: up to ten seconds, and with pictures up to half a
     * minute.
     */
    testDestination: (id: string, pictures: boolean) =>
      api('POST /api/v1/events/:slug/destinations/:id/test', {
        slug,
        id,
        body: { pictures },
        timeoutMs: TEST_MS,
      }),
    /** The last characters of its secrets, by the names of their fields. */
    readSecretHints: async (id: string) =>
      (await api('GET /api/v1/events/:slug/destinations/:id', { slug, id })).secretHints,
    stopDestination: (id: string) => api('POST /api/v1/events/:slug/destinations/:id/stop', { slug, id }),
    addDestination: (body: NewDestination) =>
      api('POST /api/v1/events/:slug/destinations', { slug, body, timeoutMs: SLOW_MS }),
    changeDestination: (id: string, body: DestinationChange) =>
      api('PATCH /api/v1/events/:slug/destinations/:id', { slug, id, body, timeoutMs: SLOW_MS }),
    removeDestination: (id: string) => api('DELETE /api/v1/events/:slug/destinations/:id', { slug, id }),
    /** What the program is encoded as. 409 while on the air. */
    setEncoding: (encoding: EncodingChoice) =>
      api('PATCH /api/v1/events/:slug', { slug, body: { encoding } }),
    renewCodes: () => api('POST /api/v1/events/:slug/codes/renew', event),
    closeCodes: () => api('POST /api/v1/events/:slug/codes/close', event),
    createLink: (role: LinkRole, label: string) =>
      api('POST /api/v1/events/:slug/crew-links', { slug, body: { role, label } }),
    revokeLink: (id: string) => api('DELETE /api/v1/events/:slug/crew-links/:id', { slug, id }),
    changeEvent: (body: EventChange) => api('PATCH /api/v1/events/:slug', { slug, body }),
    deleteChat: () => api('DELETE /api/v1/events/:slug/chat', { slug, timeoutMs: SLOW_MS }),
    deleteEvent: () => api('DELETE /api/v1/events/:slug', { slug, timeoutMs: SLOW_MS }),
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

/**
 * A random id for one command, so that a repeated request counts once. Not `crypto.randomUUID`: that exists
 * on HTTPS only, and on a LAN the page may be plain HTTP.
 */
function requestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Runs commands and shows a toast with what failed. `busy` holds the names of those that run, so that each
 * button knows its own; `run` resolves to whether it worked.
 */
export function useCommand(): {
  busy: ReadonlySet<string>;
  run: (name: string, command: () => Promise<unknown>) => Promise<boolean>;
} {
  const say = useToast();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const run = useCallback(
    async (name: string, command: () => Promise<unknown>) => {
      setBusy((all) => new Set([...all, name]));
      try {
        await command();
        return true;
      } catch (error) {
        say(sentenceOf(error));
        return false;
      } finally {
        setBusy((all) => new Set([...all].filter((other) => other !== name)));
      }
    },
    [say],
  );
  return { busy, run };
}
