import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Sql } from '../../db/connect';
import { adminUrl, readAccess } from '../../supervisor/postgres';
import { type SmallDisk, smallDisk } from '../support/machine/small-disk';
import { type FaultProxy, startFaultProxy } from '../support/network/fault-proxy';
import { type LiveShow, startShow } from '../support/product/live-show';
import { startTouchline } from '../support/product/product';
import { type ShiftedClocks, shiftedClocks } from '../support/time/shifted-clocks';

/** A whole show, and what faults need to get at it. */
export interface Stage {
  show: LiveShow;
  /** Lines to the two servers; the first one stays healthy. */
  healthy: FaultProxy;
  sick: FaultProxy;
  disk: SmallDisk;
  clocks: ShiftedClocks;
  /** The administrator's connections; they are lost with the database, too. */
  admin: Sql;
  /** What no log may hold: stream keys, and what opens the event. */
  secrets: string[];
  close(): Promise<void>;
}

export interface StageOptions {
  minutes: number;
  webs: number;
  engines: number;
}

const DISK_BYTES = 1_300_000_000;
/** Recordings, and their copies while they are made whole. */
const DISK_BYTES_PER_MINUTE = 40_000_000;

export async function openStage({ minutes, webs, engines }: StageOptions): Promise<Stage> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'touchline-chaos-'));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const disk = await smallDisk(join(folder, 'disk'), DISK_BYTES + minutes * DISK_BYTES_PER_MINUTE);
    closers.push(() => disk.remove());
    const clocks = await shiftedClocks();
    closers.push(() => clocks.remove());
    const proxies: FaultProxy[] = [];
    const key = `CANARY-${randomBytes(8).toString('hex')}`;
    const settings = {
      DATA_DIR: join(disk.path, 'data'),
      ...clocks.environment,
      ...(webs > 1 ? { WEB_PROCESSES: String(webs) } : {}),
    };
    const show = await startShow({
      key,
      product: () => startTouchline(settings, engines > 1 ? ['--engines', String(engines)] : []),
      async route({ port }) {
        const proxy = await startFaultProxy({ port });
        proxies.push(proxy);
        closers.push(() => proxy.close());
        return `rtmp://127.0.0.1:${proxy.port}/live`;
      },
    });
    closers.push(() => show.close());
    const [healthy, sick] = proxies;
    const access = readAccess(show.product.dataDir);
    if (!access || !healthy || !sick) throw new Error('The show has no database, or no servers.');
    const admin = connect(adminUrl(access), { max: 3, statementTimeoutMs: 20_000 });
    closers.push(() => admin.end());
    const { event, product } = show;
    const secrets = [key, product.token, ...[event.joinUrl, event.directorUrl].map(secretOf)];
    return { show, healthy, sick, disk, clocks, admin, secrets, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The last part of an address, which opens the event. */
function secretOf(address: string): string {
  return address.split(/[/#?=]/).at(-1) ?? address;
}
