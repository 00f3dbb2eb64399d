import { afterAll, beforeAll, expect, test } from 'vitest';
import { avOffsets } from '../support/eyes/eyes';
import { filmWith, makeFilm } from '../support/cameras/filming-phone';
import { until } from '../support/time/until';
import { type LiveShow, startShow } from '../support/product/live-show';

/** Long enough for the jitter buffers to settle. */
const WARM_UP_MS = 8_000;
/** Off the air for over ten seconds a camera comes by its small layer. */
const OFF_AIR_MS = 13_000;
const FILM_S = 30;

let show: LiveShow | undefined;

beforeAll(async () => {
  show = await startShow();
});
afterAll(() => show?.close());

/**
 * The simulated cameras send what was encoded before. Here a browser films, with its own encoders, layers,
 * clocks and reports, as a phone does. It plays its film on the same two cores, so single beeps may be off by
 * more than in the simulated match; a phone whose sound LiveKit or the engine moved would be off by more than
 * that in all of them.
 */
test("a phone's sound keeps to its picture, also after its layer changed", async () => {
  if (!show) throw new Error('No show.');
  const { state, cut, product, event, first } = show;
  const film = await makeFilm(show.dir, 1, 6);
  const context = await show.browser.newContext({
    bypassCSP: true,
    ignoreHTTPSErrors: true,
    permissions: ['camera', 'microphone'],
  });
  await filmWith(context, film);
  const phone = await context.newPage();
  await phone.goto(`${product.httpsUrl}/join/${event.joinCode}`);
  await phone.getByRole('textbox', { name: 'Where do you stand?' }).fill('Corner south');
  await phone.getByRole('button', { name: 'Continue' }).click();
  await phone.getByRole('button', { name: 'Ask me now' }).click();
  const { id } = await until('the phone to arrive at the engine', async () =>
    (await state()).cameras.find(
      ({ label, connection }) => label === 'Corner south' && connection === 'live',
    ),
  );
  await cut(id);
  await product.api('POST', `/api/v1/events/${event.slug}/start`);
  await until('the program to arrive', () => first.arrived(0));
  await show.programFor(WARM_UP_MS / 1000);
  await cut(show.cameras[1]?.cameraId ?? null);
  await show.programFor(OFF_AIR_MS / 1000);
  await cut(id);
  await show.programFor(FILM_S + 2);

  const offsets = await avOffsets(await first.copyLast('phone.ts', FILM_S));
  console.info(
    `sound of a browser's camera ${offsets.map((ms) => ms.toFixed(0)).join(' ')} ms after its picture`,
  );
  const sorted = [...offsets].sort((a, b) => a - b);
  expect(offsets.length).toBeGreaterThanOrEqual(4);
  expect(Math.abs(sorted[Math.floor(sorted.length / 2)] ?? Infinity)).toBeLessThanOrEqual(150);
  expect(Math.max(...offsets.map(Math.abs))).toBeLessThanOrEqual(250);
});
