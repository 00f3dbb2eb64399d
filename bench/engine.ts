import { closingAfter } from './closing';
import { prepareCpu, type Round } from './engine/cpu-rounds';
import { type LatencyRound, watchLatency } from './engine/latency';
import { printCpu } from './engine/print-cpu';
import { printLatency } from './engine/print-latency';
import type { BenchOptions } from './options';

/**
 * The engine against one ffmpeg, the cost of its outputs, and the way of a cut (aims: "What fast means here"
 * in the design). Rounds of both in turn, so that what changes on the machine meanwhile meets both.
 */
export async function benchEngine({ quick, only }: BenchOptions): Promise<number> {
  const rounds = quick ? 1 : 3;
  const cpuOptions = quick ? { windowS: 10, warmUpS: 4 } : { windowS: 20, warmUpS: 12 };
  const latencyOptions = quick
    ? { cuts: 8, warmUpS: 4, encoderS: 5 }
    : { cuts: 30, warmUpS: 10, encoderS: 15 };
  return closingAfter(async (closing) => {
    const cpu = only === 'latency' ? null : await prepareCpu(cpuOptions, closing);
    const [costs, ways]: [Round[], LatencyRound[]] = [[], []];
    for (let round = 1; round <= rounds; round++) {
      console.error(`Round ${round} of ${rounds} …`);
      if (cpu) costs.push(await cpu.round());
      if (only !== 'cpu') ways.push(await watchLatency(latencyOptions));
    }
    return (cpu ? printCpu(costs, cpu.opus) : 0) + (ways.length > 0 ? printLatency(ways) : 0);
  });
}
