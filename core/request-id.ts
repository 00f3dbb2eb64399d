/**
 * Commands that change the program, its graphics or the score carry an id, and count once however often they
 * are sent. To one that a client sent without an id the edge gives one by this header: so it can send the
 * command to the next web process when the first one died, and nobody has to know whether that one had
 * carried it out.
 */
export const REQUEST_ID_HEADER = 'x-touchline-request-id';

/**
 * By this header of an answer the web process tells the edge that it carried out a command for somebody who
 * directs: nobody else is let past the lanes. The edge hands it to no client.
 */
export const CREW_HEADER = 'x-touchline-crew';

/** The commands that take `requestId` (app/api; a unit test compares). */
const COUNTED_ONCE: Record<string, RegExp> = {
  POST: /^\/api\/v1\/events\/[^/]+\/(cut|program|score\/(points|undo|events|events\/[^/]+\/undo)|graphics\/[^/]+\/(in|out)|sound\/loudness\/reset)$/i,
  PATCH: /^\/api\/v1\/events\/[^/]+\/sound$/i,
};

export function countsOnce(method: string | undefined, path: string): boolean {
  return COUNTED_ONCE[method ?? '']?.test(path) ?? false;
}
