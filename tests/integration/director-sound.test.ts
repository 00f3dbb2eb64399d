import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../support/browsers/accessibility-checks';
import { fillExample } from '../support/events/example-event';
import { until } from '../support/time/until';
import { type ExamplePages, openDirector, startExamplePages } from '../support/web/example-pages';

/** The sound mixer on the desk, in a real Chromium, without a media server behind it. */
let pages: ExamplePages;
let director: Page;
let assistant: Page;
let camera: { id: string; label: string };

beforeAll(async () => {
  pages = await startExamplePages();
  await fillExample(pages.web.url, 'cup', pages.headers);
  await ask('POST', '/start', {});
  const [first] = (await state()).cameras;
  if (!first) throw new Error('The example has no camera.');
  camera = first;
  await ask('POST', `/cameras/${camera.id}`, { state: 'admitted' });
  director = await openMixer('director', 'Dora');
  assistant = await openMixer('assistant', 'Assi');
}, 600_000);
afterAll(async () => {
  await pages?.close();
});

const ask = (method: string, path: string, body?: unknown) => pages.ask('cup', method, path, body);

async function read<T>(path: string): Promise<T> {
  return (await fetch(`${pages.web.url}/api/v1/events/cup${path}`, { headers: pages.headers })).json();
}
const state = () => read<{ seq: number; cameras: { id: string; label: string }[] }>('');
const sound = () =>
  read<{
    sources: Record<string, { gainDb: number; muted: boolean; moved: Record<string, { by: string }> }>;
  }>('/sound');

async function openMixer(role: string, label: string): Promise<Page> {
  const page = await openDirector(pages, 'cup', { role, label, tab: 'Sound' });
  await page.getByRole('region', { name: 'Master' }).waitFor();
  return page;
}

const strip = (page: Page) => page.getByRole('region', { name: `Sound of ${camera.label}` });
const fader = (page: Page) => strip(page).getByRole('slider', { name: /^Fader/ });

test('by keyboard a fader moves, and every screen shows where it is and who moved it', async () => {
  await fader(director).focus();
  for (let i = 0; i < 6; i += 1) await director.keyboard.press('ArrowLeft');
  await strip(assistant).getByText('−3.0 dB').waitFor();
  await strip(assistant)
    .getByText(/Fader: Dora, \d\d:\d\d:\d\d/)
    .waitFor();
  expect((await sound()).sources[camera.id]).toMatchObject({ gainDb: -3, moved: { gainDb: { by: 'Dora' } } });

  // The other hand on the same fader: the later one holds, on both screens.
  await fader(assistant).focus();
  await assistant.keyboard.press('ArrowRight');
  for (const page of [director, assistant]) {
    await strip(page).getByText('−2.5 dB').waitFor();
    await strip(page)
      .getByText(/Fader: Assi/)
      .waitFor();
  }
});

test('mute is for everybody, solo for the own ears alone', async () => {
  await strip(assistant)
    .getByRole('button', { name: `Mute ${camera.label}` })
    .click();
  await strip(director)
    .getByRole('button', { name: `Mute ${camera.label}`, pressed: true })
    .waitFor();
  const { seq } = await state();
  const solo = (page: Page) => strip(page).getByRole('button', { name: `Solo ${camera.label}` });
  await solo(director).click();
  expect(await solo(director).getAttribute('aria-pressed')).toBe('true');
  expect(await solo(assistant).getAttribute('aria-pressed')).toBe('false');
  // What came after it is on both screens, and it was nothing of the event.
  await assistant.getByRole('button', { name: 'Fixed', exact: true }).first().click();
  await director.getByRole('button', { name: 'Fixed', exact: true, pressed: true }).first().waitFor();
  expect((await state()).seq).toBe(seq + 1);
  await solo(director).click();
});

test('a fader that is dragged sends a few positions a second, and stays where it was let go', async () => {
  const slider = fader(director);
  const box = await slider.boundingBox();
  if (!box) throw new Error('There is no fader.');
  const before = (await state()).seq;
  await director.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2);
  await director.mouse.down();
  for (let part = 80; part >= 30; part -= 1) {
    await director.mouse.move(box.x + (box.width * part) / 100, box.y + box.height / 2);
  }
  await director.mouse.up();
  const shown = Number(await slider.inputValue());
  expect(shown).toBeLessThan(-20);
  await until('the last position', async () => (await sound()).sources[camera.id]?.gainDb === shown);
  await strip(assistant)
    .getByText(`${shown.toFixed(1).replace('-', '−')} dB`)
    .waitFor();
  // Fifty positions under the hand.
  expect((await state()).seq - before).toBeLessThan(50);
});

test('all of it is reached without barriers, with every control open', async () => {
  await strip(director)
    .getByRole('button', { name: `More controls of ${camera.label}` })
    .click();
  await strip(director)
    .getByRole('slider', { name: /^Delay/ })
    .waitFor();
  expect(await barriers(director)).toEqual([]);
  await strip(director)
    .getByRole('button', { name: /^Low cut/ })
    .click();
  await strip(assistant)
    .getByText(/Low cut: Dora/)
    .waitFor();
  await director.getByRole('region', { name: 'Loudness' }).getByRole('combobox').selectOption('-23');
  await director.getByRole('button', { name: 'Begin the measurement again' }).click();
  expect(await barriers(assistant)).toEqual([]);
});
