import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Names this installation in cookies, so that two on one host do not mix. Made at the first start. */
export async function loadInstanceId(dataDir: string): Promise<string> {
  const file = join(dataDir, 'instance-id');
  const read = async () => (await readFile(file, 'utf8')).trim();
  const known = await read().catch(() => '');
  if (known) return known;
  await mkdir(dataDir, { recursive: true });
  // Of two processes at their first start, the one that wrote first decides.
  await writeFile(file, randomBytes(8).toString('hex') + '\n', { flag: 'wx' }).catch(() => undefined);
  return read();
}
