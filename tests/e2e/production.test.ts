import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LiveShow, startShow, type SwitchRow } from '../support/product/live-show';
import { openDesk, type ProductionDesk } from '../support/product/production-desk';
import { airOrder, blackOnes, longestGapMs, seeProgram } from '../support/eyes/program-view';
import { until } from '../support/time/until';

let show: LiveShow;
let desk: ProductionDesk;

beforeAll(async () => {
  show = await startShow();
  desk = await openDesk(show);
});
afterAll(async () => {
  await show?.close();
});

test('the director goes live and cuts A, B, A: RTMP, recording and viewer show it in the order of the log; after the end the recording holds the cuts, and the viewer sees that it is over', async () => {
  await desk.tile('Main stand').click();
  await until('the cut in the log', async () => (await desk.order()).at(-1) === desk.main);
  await desk.director.getByRole('button', { name: 'Go live' }).click();
  await until('both destinations to be live', async () =>
    (await show.state()).destinations.every(({ status }) => status === 'live'),
  );
  await desk.onViewer(1);
  await show.programFor(2);
  await desk.tile('Goal north').click();
  await desk.onViewer(2);
  await show.programFor(2);
  await desk.tile('Main stand').click();
  await desk.onViewer(1);
  await show.programFor(2);

  const number = ({ to }: SwitchRow) => (to === desk.main ? 1 : to === desk.goal ? 2 : null);
  const switches = await show.switches();
  expect(switches.filter(({ source }) => source === 'director').map(number)).toEqual([1, 2, 1]);
  // On a crowded machine a camera may have been late and the ladder may have acted; then the log has that
  // too.
  const logged = switches.map(number);
  const sent = await seeProgram(await show.first.copy('cuts.ts'));
  expect(airOrder(sent)).toEqual(logged.slice(logged.length - airOrder(sent).length));
  expect(blackOnes(sent)).toEqual([]);
  expect(longestGapMs(sent)).toBeLessThanOrEqual(100);

  await desk.director.getByRole('button', { name: 'End stream…' }).click();
  await desk.director.getByRole('dialog').getByRole('button', { name: 'End stream', exact: true }).click();
  await desk.viewer
    .getByText(/has ended/)
    .first()
    .waitFor();
  const parts = await until('the recording to be closed', async () => {
    const { body } = await show.product.api<{ url: string; endedAt: string | null; bytes: number }[]>(
      'GET',
      `/api/v1/events/${show.event.slug}/recordings`,
    );
    return body.length > 0 && body.every(({ endedAt }) => endedAt !== null) && body;
  });
  expect(parts.every(({ bytes }) => bytes > 0)).toBe(true);
  const folder = join(show.product.dataDir, 'recordings');
  const files = (await readdir(folder, { recursive: true }))
    .filter((file) => /\.(mp4|ts)$/.test(file))
    .sort();
  const [firstPart] = files;
  if (!firstPart) throw new Error('No recording on the disk.');
  const recorded = await seeProgram(join(folder, firstPart), 1500);
  expect(airOrder(recorded).slice(0, 3)).toEqual([1, 2, 1]);
  expect(blackOnes(recorded)).toEqual([]);
});
