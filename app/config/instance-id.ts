import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readOrCreateFile } from '../../db/atomic-file';

/** Names this installation in cookies, so that two on one host do not mix. Made at the first start. */
export async function loadInstanceId(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  return readOrCreateFile(join(dataDir, 'instance-id'), () => randomBytes(8).toString('hex'));
}
