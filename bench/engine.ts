import type { BenchOptions } from './main';
import { benchCpu } from './engine/cpu-rounds';
import { benchLatency } from './engine/latency';

/** The engine against one ffmpeg, the cost of its outputs, and the way of a cut (aims: "What fast means here" in the design). */
export async function benchEngine({ quick, only }: BenchOptions): Promise<number> {
  let figures = 0;
  if (only !== 'latency')
    figures += await benchCpu(
      quick ? { rounds: 1, windowS: 10, warmUpS: 4 } : { rounds: 3, windowS: 40, warmUpS: 15 },
    );
  if (only !== 'cpu')
    figures += await benchLatency(
      quick ? { cuts: 8, warmUpS: 4, encoderS: 5 } : { cuts: 60, warmUpS: 15, encoderS: 20 },
    );
  return figures;
}
