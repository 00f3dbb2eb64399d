import { benchPageBytes } from './audience/page-bytes';

/** Each part is one file of the folder `audience`. */
const PARTS: Record<string, () => Promise<number>> = {
  bytes: benchPageBytes,
};

/** What viewers cost. @param only one part by its name */
export async function benchAudience({ only }: { only: string | undefined }): Promise<number> {
  let figures = 0;
  for (const [name, run] of Object.entries(PARTS))
    if (only === undefined || only === name) figures += await run();
  return figures;
}
