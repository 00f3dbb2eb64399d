import { benchDelivery } from './audience/delivery';
import { benchJoin } from './audience/join';
import type { AudienceOptions } from './audience/options';
import { benchPageBytes } from './audience/page-bytes';
import { benchPageCpu } from './audience/page-cpu';
import type { BenchOptions } from './options';

/** Each part is one file of the folder `audience`. */
const PARTS: Record<string, (options: AudienceOptions) => Promise<number>> = {
  delivery: benchDelivery,
  join: benchJoin,
  page: benchPageCpu,
  bytes: benchPageBytes,
};

/** What viewers cost. @param only one part by its name */
export async function benchAudience({ quick, only }: BenchOptions): Promise<number> {
  let figures = 0;
  for (const [name, run] of Object.entries(PARTS))
    if (only === undefined || only === name) figures += await run({ quick });
  return figures;
}
