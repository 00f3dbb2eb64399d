import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type FaultProxy, startFaultProxy } from '../../tests/support/network/fault-proxy';
import { pushersOf, type WatchedPusher } from '../../tests/support/engine/pushed-program';
import { startNginxRtmp } from '../../tests/support/stations/rtmp-nginx';
import { SMALL, startSyntheticProgram } from '../../tests/support/engine/synthetic-program';
import { until } from '../../tests/support/time/until';
import { closingAfter } from '../closing';
import { spread, table } from '../figures';

interface Options {
  rounds: number;
  windowS: number;
}

const FAULTS: Record<string, (network: FaultProxy) => void | Promise<void>> = {
  refuses: (network) => network.refuse(),
  'is cut': (network) => network.cut(),
  'is reset': (network) => network.reset(),
  stalls: (network) => network.stall(),
  'has 200 kbit/s': (network) => network.limit(25_000),
};
/**
 * `REFUSED_RETRY_MS` with its jitter, and the program's keyframe interval: an ideal supervisor is back within
 * this.
 */
const RETRY_MS = 1_650;
const AIM_MS = RETRY_MS + SMALL.keyframeIntervalS * 1000;
const OUTAGE_MS = 4_000;

/** @returns how many figures were measured */
export async function benchFaults({ rounds, windowS }: Options): Promise<number> {
  const kept = new Map<string, number[]>();
  const back: number[] = [];
  for (let i = 1; i <= rounds; i++) {
    console.error(`Destinations, faults, round ${i} of ${rounds} …`);
    await closingAfter(async (closing) => {
      const dir = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
      closing.add(() => rm(dir, { recursive: true, force: true }));
      const program = startSyntheticProgram();
      closing.add(() => program.stop());
      const nginx = await startNginxRtmp({ dir });
      closing.add(() => nginx.stop());
      await until('the program to begin', () => program.hub.primePts !== null);
      const pushers = pushersOf(program);
      closing.add(() => pushers.stopAll());
      const healthy = ['one', 'two'].map((key) => pushers.start({ url: nginx.url, key }));
      await Promise.all(healthy.map((pusher) => pusher.until('live', 5_000)));
      const undisturbed = await bytesIn(healthy, windowS);
      for (const [name, fault] of Object.entries(FAULTS)) {
        const network = await startFaultProxy(nginx);
        const sick = pushers.start({
          url: `rtmp://127.0.0.1:${network.port}/live`,
          key: name.replaceAll(/\W/g, '-'),
        });
        await sick.until('live', 5_000);
        const counting = bytesIn(healthy, windowS);
        await fault(network);
        kept.set(name, [...(kept.get(name) ?? []), (await counting) / undisturbed]);
        await sick.stop();
        await network.close();
      }
      const network = await startFaultProxy(nginx);
      const sick = pushers.start({ url: `rtmp://127.0.0.1:${network.port}/live`, key: 'back' });
      await sick.until('live', 5_000);
      await network.refuse();
      await wait(OUTAGE_MS);
      await network.listen();
      back.push((await sick.until('live', 30_000)) / AIM_MS);
      await sick.stop();
      await network.close();
    });
  }
  console.log('\nOne of three destinations has a fault');
  console.log(
    table([
      ['', 'ratio, median (least–most)', 'aim'],
      ...[...kept].map(([name, ratios]) => [
        `bytes of the others in ${windowS} s, while one ${name} / undisturbed`,
        spread(ratios, 3),
        '≥ 0.99',
      ]),
      ['time until it is sent to again / retry and one keyframe interval', spread(back, 3), '≤ 1'],
    ]),
  );
  return back.length;
}

async function bytesIn(pushers: readonly WatchedPusher[], seconds: number): Promise<number> {
  const sum = () => pushers.reduce((all, pusher) => all + pusher.status().bytes, 0);
  const before = sum();
  await wait(seconds * 1000);
  return sum() - before;
}
