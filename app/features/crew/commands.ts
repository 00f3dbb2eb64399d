import { postJson, PostError } from '../../realtime/hooks/post';
import { requestId } from './request-id';

interface Seq {
  seq: number;
}

export interface ProgramChange {
  preview?: string | null;
  faded?: boolean;
}

export interface CameraChange {
  state?: 'admitted' | 'removed';
  label?: string;
  muted?: boolean;
  pictureOff?: boolean;
}

/** Everything crew may ask of one event, as calls of the control API (design §9). Each throws `PostError`. */
export function crewCommands(slug: string) {
  const at = (path: string) => `/api/v1/events/${encodeURIComponent(slug)}${path}`;
  return {
    /** To a camera, or to the slate with null. 409 `stale` when somebody else changed the program after `seenSeq`. */
    cut: (cameraId: string | null, seenSeq: number) =>
      once((id) => postJson<Seq>(at('/cut'), { cameraId, requestId: id, seenSeq })),
    changeProgram: (change: ProgramChange, seenSeq: number) =>
      once((id) => postJson<Seq>(at('/program'), { ...change, requestId: id, seenSeq })),
    start: () => postJson<unknown>(at('/start')),
    stop: () => postJson<unknown>(at('/stop')),
    reopen: () => postJson<unknown>(at('/reopen')),
    changeCamera: (id: string, change: CameraChange) => postJson<unknown>(at(`/cameras/${id}`), change),
    startDestination: (id: string) => postJson<unknown>(at(`/destinations/${id}/start`)),
    stopDestination: (id: string) => postJson<unknown>(at(`/destinations/${id}/stop`)),
  };
}

export type CrewCommands = ReturnType<typeof crewCommands>;

/** Sends again once, with the same id, when no answer came: the server counts it once whichever of the two arrived. */
async function once<T>(send: (id: string) => Promise<T>): Promise<T> {
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
