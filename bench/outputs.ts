import type { BenchOptions } from './options';
import { benchDestinationCpu } from './outputs/cpu';
import { benchFaults } from './outputs/faults';

/**
 * Everything about destinations: what one more costs, and what a fault of one does to the others and to
 * itself.
 */
export async function benchOutputs({ quick, only }: BenchOptions): Promise<number> {
  const rounds = quick ? 1 : 3;
  let figures = 0;
  if (only === undefined || only === 'cpu')
    figures += await benchDestinationCpu({ rounds, windowS: quick ? 10 : 30 });
  if (only === undefined || only === 'faults')
    figures += await benchFaults({ rounds, windowS: quick ? 5 : 15 });
  return figures;
}
