import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { giveFiles } from './own-files';

const OWNER = { uid: 60802, gid: 60800 };
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'touchline-own-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const facts = (name: string) => {
  const { uid, gid, mode } = statSync(join(folder, name));
  return { uid, gid, mode: (mode & 0o777).toString(8) };
};

test.runIf(process.getuid?.() === 0)(
  'files of an earlier run as root go to those who work with them, and links give nothing away',
  () => {
    const data = join(folder, 'data');
    mkdirSync(join(data, 'recordings/event'), { recursive: true });
    for (const name of ['data/recordings/event/part.mp4', 'data/secrets.key', 'data/db-roles.json', 'shadow'])
      writeFileSync(join(folder, name), 'x', { mode: 0o600 });
    // As a process could leave them that was taken over: root must not give away what they lead to.
    symlinkSync(join(folder, 'shadow'), join(data, 'recordings/soft'));
    linkSync(join(folder, 'shadow'), join(data, 'recordings/hard'));
    giveFiles(data, OWNER, (line) => expect.fail(line));
    expect(facts('data/recordings/event')).toEqual({ ...OWNER, mode: '770' });
    expect(facts('data/recordings/event/part.mp4')).toEqual({ ...OWNER, mode: '660' });
    expect(facts('data/secrets.key')).toEqual({ uid: 0, gid: OWNER.gid, mode: '640' });
    for (const name of ['shadow', 'data/db-roles.json'])
      expect(facts(name)).toEqual({ uid: 0, gid: 0, mode: '600' });
  },
);

test('a volume that gives nothing away is told, and nothing fails', () => {
  const lines: string[] = [];
  const file = join(folder, 'not-a-folder');
  writeFileSync(file, '');
  chmodSync(file, 0o600);
  giveFiles(file, OWNER, (line) => lines.push(line));
  expect(lines).toEqual([expect.stringMatching(/cannot be given to other users: .*ENOTDIR/)]);
});
