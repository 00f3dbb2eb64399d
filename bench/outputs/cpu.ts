import { setTimeout as wait } from 'node:timers/promises';
import { startRtmpStation } from '../../tests/support/stations/rtmp-station';
import { closingAfter } from '../closing';
import { totalOf, watchCpu } from '../cpu';
import { spread, table } from '../figures';
import { openShow } from '../engine/show';

interface Options {
  rounds: number;
  windowS: number;
}

/** Enough for the difference to exceed the noise of a machine. */
const MORE = 4;
const WARM_UP_MS = 15_000;
const SETTLE_MS = 2_000;

interface Round {
  /** CPU seconds a minute of the whole engine with one destination, and of each further one. */
  whole: number;
  each: number;
}

/**
 * A production with one destination, with five, and with one again.
 * @returns how many figures were measured
 */
export async function benchDestinationCpu({ rounds, windowS }: Options): Promise<number> {
  const found: Round[] = [];
  for (let i = 1; i <= rounds; i++) {
    console.error(`Destinations, CPU, round ${i} of ${rounds} …`);
    found.push(await measure(windowS));
  }
  const line = (name: string, aim: string, figure: (round: Round) => number) => [
    name,
    spread(found.map(figure), 3),
    aim,
  ];
  console.log(
    `\nCPU seconds per minute of program: 720p30, recording, HLS and WebRTC out, ${MORE} more RTMP destinations`,
  );
  console.log(
    table([
      ['', 'median (least–most)', 'aim'],
      line('whole engine, one destination', '', ({ whole }) => whole),
      line('each further destination', '', ({ each }) => each),
      line('each further destination / whole engine', '0.04', ({ whole, each }) => each / whole),
    ]),
  );
  return found.length;
}

async function measure(windowS: number): Promise<Round> {
  return closingAfter(async (closing) => {
    const show = await openShow({ camerasApart: false, closing });
    const stations = [];
    for (let i = 0; i <= MORE; i++) {
      const station = await startRtmpStation(show.dir, `more-${i}`);
      closing.add(() => station.close());
      stations.push(station);
    }
    const [first, ...more] = stations;
    if (!first) throw new Error('There is no station.');
    const perMinute = async () => {
      const window = await watchCpu(show.enginePid, windowS, () => 'engine');
      return (totalOf(window.parts) * 60) / window.seconds;
    };
    await show.addDestination(first);
    await wait(WARM_UP_MS);
    const before = await perMinute();
    const added = [];
    for (const station of more) added.push(await show.addDestination(station));
    await wait(SETTLE_MS);
    const many = await perMinute();
    for (const id of added) await show.removeDestination(id);
    await wait(SETTLE_MS);
    const whole = (before + (await perMinute())) / 2;
    return { whole, each: (many - whole) / MORE };
  });
}
