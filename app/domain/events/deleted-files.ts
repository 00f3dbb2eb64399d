import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HLS_FOLDER } from '../../../core/hls-files';
import { isId } from '../../../core/text';
import { purpose, withClaims } from '../../../db/claims';
import { presentEvents } from '../../../db/queries/events';
import type { Services } from '../../services';

type Where = Pick<Services, 'env' | 'log'>;

const FOLDERS = ['recordings', HLS_FOLDER];
/** One empty file for each event that is deleted and whose files may be there still, named by its id. */
const NOTES = 'deleted-events';

/** Before the row goes: should this process end then, the files are found at the next start. */
export async function noteDeletion({ env }: Pick<Services, 'env'>, eventId: string): Promise<void> {
  await mkdir(join(env.dataDir, NOTES), { recursive: true });
  await writeFile(join(env.dataDir, NOTES, eventId), '');
}

/** Removes the files of an event whose row is gone. What cannot be removed now is tried at the next start. */
export async function removeFiles({ env, log }: Where, eventId: string): Promise<void> {
  try {
    for (const folder of FOLDERS) {
      await rm(join(env.dataDir, folder, eventId), { recursive: true, force: true });
    }
    await rm(join(env.dataDir, NOTES, eventId), { force: true });
  } catch (err) {
    log.warn({ err, eventId }, 'Files of a deleted event are left; they are removed at the next start.');
  }
}

/** At the start: what a process left that ended in between. An event that was not deleted after all stays. */
export async function removeLeftFiles(services: Where & Pick<Services, 'sql'>): Promise<void> {
  const noted = await readdir(join(services.env.dataDir, NOTES)).catch(() => []);
  const ids = noted.filter(isId);
  if (ids.length === 0) return;
  const present = await withClaims(services.sql, purpose('reconcile'), (tx) => presentEvents(tx, ids));
  for (const id of ids) if (!present.has(id)) await removeFiles(services, id);
}
