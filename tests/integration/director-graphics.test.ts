import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers, tabTo } from '../support/browsers/accessibility-checks';
import { fillExample } from '../support/events/example-event';
import { until } from '../support/time/until';
import { type ExamplePages, openDirector, startExamplePages } from '../support/web/example-pages';

/** Graphics on the desk, in a real Chromium, without a media server behind it. */
let pages: ExamplePages;
let director: Page;
let assistant: Page;

beforeAll(async () => {
  pages = await startExamplePages();
  await fillExample(pages.web.url, 'cup', pages.headers);
  await ask('POST', '/start', {});
  director = await openDirector(pages, 'cup', { role: 'director', label: 'Dora', tab: 'Graphics' });
  assistant = await openDirector(pages, 'cup', { role: 'assistant', label: 'Assi', tab: 'Graphics' });
}, 600_000);
afterAll(async () => {
  await pages?.close();
});

const ask = (method: string, path: string, body?: unknown) => pages.ask('cup', method, path, body);

/** Whether anything is drawn in a picture. */
const isDrawn = (page: Page, selector: string) =>
  page.locator(selector).evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return false;
    const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return pixels.some((value) => value > 0);
  });

test('by keyboard a lower third is prepared, looked at on preview, and brought in and out', async () => {
  await director.getByRole('tab', { name: 'Graphics' }).click();
  await director.getByText('No graphics yet').waitFor();
  await tabTo(director, 'button "Add"');
  await director.keyboard.press('Enter');
  const dialog = director.getByRole('dialog');
  await dialog.waitFor();
  await dialog.getByLabel('Name', { exact: true }).fill('田中ひろし');
  await dialog.getByLabel('Second line').fill('Head coach');
  await until('the draft to be drawn', () => isDrawn(director, '.graphic-draft canvas'));
  expect(await barriers(director)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add graphic' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const row = director.getByRole('listitem').filter({ hasText: '田中ひろし' });
  await row.getByText('Not shown yet').waitFor();
  await until('its picture', () => isDrawn(director, '.graphic-thumb canvas'));

  await row.getByRole('button', { name: 'See on preview: Lower third “田中ひろし”' }).click();
  await director.getByRole('img', { name: 'On preview: Lower third “田中ひろし”' }).waitFor();
  expect(await barriers(director)).toEqual([]);

  await director.keyboard.press('q');
  await row.getByText(/^In by Dora/).waitFor();
  // Now it is on the program, and the preview is free again.
  await director.locator('.preview-graphics').waitFor({ state: 'detached' });
  expect(await barriers(director)).toEqual([]);
  await director.keyboard.press('q');
  await row.getByText(/^Out by Dora/).waitFor();
});

test('a content that is wrong is named at its field', async () => {
  await director.getByRole('tab', { name: 'Graphics' }).click();
  await director.getByLabel('Kind of graphic').selectOption('Text');
  await director.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = director.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add graphic' }).click();
  await dialog.getByRole('alert').filter({ hasText: 'content.text' }).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
});

test('an assistant moves graphics, and finds all switching greyed out with the reason', async () => {
  await ask('POST', '/graphics', { kind: 'text', content: { text: 'Goal!' }, name: 'Goal' });
  await assistant.getByRole('tab', { name: 'Graphics' }).click();
  await assistant.getByText(/^You look after graphics and sound/).waitFor();
  await assistant.getByRole('button', { name: 'IN: Goal' }).click();
  const row = assistant.getByRole('listitem').filter({ hasText: 'Goal' });
  await row.filter({ hasText: 'In by Assi' }).first().waitFor();
  // The director's screen says who it was.
  await director.getByText(/^In by Assi/).waitFor();
  for (const name of ['CUT', 'AUTO', 'Fade to black', 'Panic slate'])
    expect(await assistant.getByRole('button', { name }).first().isDisabled()).toBe(true);
  expect(await assistant.getByRole('button', { name: /End stream/ }).count()).toBe(0);
  expect(await assistant.getByRole('tab', { name: 'Connect' }).count()).toBe(0);
  expect(await assistant.getByRole('slider', { name: /^T-bar/ }).getAttribute('aria-disabled')).toBe('true');
  const before = await ask('GET', '');
  await assistant.keyboard.press('f');
  await assistant
    .getByText(/^You look after graphics and sound/)
    .nth(1)
    .waitFor();
  expect((await ask('GET', '')).seq).toBe(before.seq);
  expect(await barriers(assistant)).toEqual([]);
});
