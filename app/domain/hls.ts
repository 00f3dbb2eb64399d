import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../core/errors';
import { HLS_FOLDER, HLS_PLAYLIST, isHlsSegmentName } from '../../core/hls-files';
import type { Services } from '../services';
import { eventBySlug } from './access';

/** An engine that ended the stream has written its end by then; one that crashed never will. */
const QUIET_MS = 10_000;

/** The run of an event that can be watched by HLS: the present one, or the last one of an ended event. */
export interface HlsRun {
  folder: string;
  live: boolean;
}

/**
 * The same answer for an event that does not exist, is not open to viewers or is not on the air, so that
 * nobody can tell which.
 *
 * @throws AppError not_found
 */
export async function hlsRun(services: Pick<Services, 'sql' | 'env'>, slug: string): Promise<HlsRun> {
  const event = await eventBySlug(services, { kind: 'viewer' }, slug).catch((error: unknown) => {
    throw error instanceof AppError && error.code === 'not_found' ? nothingToWatch() : error;
  });
  if (!event.streamId || (event.status !== 'live' && event.status !== 'ended')) throw nothingToWatch();
  return {
    folder: join(services.env.dataDir, HLS_FOLDER, event.id, event.streamId),
    live: event.status === 'live',
  };
}

/** The playlist, with its end where the event is over. @throws AppError not_found while nothing is written */
export async function hlsPlaylist({ folder, live }: HlsRun): Promise<string> {
  const path = join(folder, HLS_PLAYLIST);
  const [text, facts] = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(notThere);
  const unended = !live && !text.includes('#EXT-X-ENDLIST') && Date.now() - facts.mtimeMs > QUIET_MS;
  return unended ? `${text}#EXT-X-ENDLIST\n` : text;
}

/** A segment by its name. @throws AppError not_found, also for an invalid name (safety T21) */
export async function hlsSegment({ folder }: HlsRun, name: string): Promise<Buffer> {
  if (!isHlsSegmentName(name)) throw nothingToWatch();
  return readFile(join(folder, name)).catch(notThere);
}

/** For anything that does not exist, does not exist yet, or is not for viewers. */
export function nothingToWatch(): AppError {
  return new AppError('not_found', 'Nothing can be watched here now. The watch page says when it begins.');
}

function notThere(error: unknown): never {
  const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  throw missing ? nothingToWatch() : error;
}
