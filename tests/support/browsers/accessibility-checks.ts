import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';

/**
 * WCAG 2.2, levels A and AA, as far as a machine can tell
 * (https://www.deque.com/axe/core-documentation/api-documentation/#axecore-tags).
 */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What is wrong with a page for people who do not see it or see little, in its frames too: a line for each
 * place.
 */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

const PHONE = { width: 390, height: 844 };

/**
 * follows: the system's, at once. atLoad: a page without a script. dark: a studio, whatever the system says.
 */
type Theme = 'follows' | 'atLoad' | 'dark';

/**
 * Light, and dark on a phone; without motion where none is wanted; once around by Tab: what is wrong, by
 * kind.
 */
export async function barriersByKind(page: Page, theme: Theme): Promise<Record<string, string[]>> {
  const { stops, unseen, missed } = await walkByTab(page);
  const nameless = stops.filter((stop) => !/^\w+ "/.test(stop));
  const light = await barriers(page);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize(PHONE);
  if (theme === 'atLoad') await page.reload();
  await page.locator('html[data-theme=dark]').waitFor();
  const dark = await barriers(page);
  const found = { unseen, missed, nameless, light, dark, motion: await motions(page) };
  return Object.fromEntries(Object.entries(found).filter(([, lines]) => lines.length > 0));
}

/** What moves or fades on this page by its styles. */
const motions = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const lasts = (times: string) => times.split(',').some((time) => parseFloat(time) > 0);
    return [...document.querySelectorAll('body *')]
      .filter((one) => {
        const { transitionDuration, animationDuration, animationName } = getComputedStyle(one);
        return lasts(transitionDuration) || (animationName !== 'none' && lasts(animationDuration));
      })
      .map((one) => `${one.tagName} ${one.className}`);
  });

/** A way through a page by the Tab key alone. */
interface Walk {
  /** Where the focus came to, in order, as a screen reader names it: `button "Share"`. */
  stops: string[];
  /** Stops at which nothing shows where the focus is. */
  unseen: string[];
  /** Controls that are seen and work, to which Tab never came. */
  missed: string[];
}

/** More than any page has controls, so that a trap ends too. */
const MOST_STOPS = 200;

/** Walks once around the page from its beginning. */
export async function walkByTab(page: Page): Promise<Walk> {
  const walk: Walk = { stops: [], unseen: [], missed: [] };
  await toBeginning(page);
  for (let at = 0; at < MOST_STOPS; at++) {
    await page.keyboard.press('Tab');
    const step = await page.evaluate(lookAtFocus);
    if (step === 'around') break;
    if (step === 'within') continue;
    const stop = await focusOf(page);
    walk.stops.push(stop);
    if (step === 'unseen') walk.unseen.push(stop);
  }
  walk.missed = await page.evaluate(missedControls);
  return walk;
}

/**
 * Goes by Tab to what a screen reader calls so, such as `button "Share"`. @throws where the way around does
 * not lead there
 */
export async function tabTo(page: Page, stop: string): Promise<void> {
  await toBeginning(page);
  for (let at = 0; at < MOST_STOPS; at++) {
    await page.keyboard.press('Tab');
    if ((await focusOf(page)) === stop) return;
  }
  throw new Error(`Tab does not lead to ${stop}.`);
}

/** What has the focus, by role and name; '' where nothing has it. */
export async function focusOf(page: Page): Promise<string> {
  const focused = page.locator('*:focus').last();
  if ((await focused.count()) === 0) return '';
  const [line = ''] = (await focused.ariaSnapshot()).split('\n');
  // A summary is a button to those who use it, and has no role of that name here.
  const text = /^- text: (.+)/.exec(line)?.[1];
  if (text && (await focused.evaluate(({ tagName }) => tagName)) === 'SUMMARY') return `summary "${text}"`;
  const [, stop = line] = /^- '?([\w]+ "(?:[^"\\]|\\.)*")/.exec(line) ?? [];
  return stop;
}

/** The focus before everything, wherever a page has put it. */
const toBeginning = (page: Page) =>
  page.evaluate(() => {
    document.querySelectorAll('[data-walked]').forEach((one) => one.removeAttribute('data-walked'));
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });

/**
 * around: the whole way has been gone. within: still in the same control, such as a date of several fields.
 */
type Step = 'around' | 'within' | 'seen' | 'unseen';

/** Runs in the page: whether what has the focus, or what it is drawn by, looks otherwise than without it. */
function lookAtFocus(): Step {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return 'around';
  // A frame's own controls have the focus in it, and are walked in a page of theirs.
  if (focused instanceof HTMLIFrameElement || focused.dataset['walked'] === 'last') return 'within';
  if (focused.dataset['walked'] !== undefined) return 'around';
  document.querySelectorAll<HTMLElement>('[data-walked]').forEach((one) => (one.dataset['walked'] = ''));
  focused.dataset['walked'] = 'last';
  const parent = focused.parentElement;
  const drawing = [focused, ...focused.children, parent, ...(parent?.children ?? []), parent?.parentElement];
  const looks = () =>
    drawing
      .filter((one) => one instanceof Element)
      .flatMap((one) => [getComputedStyle(one), getComputedStyle(one, '::after')])
      .map(({ outlineStyle, outlineColor, boxShadow, borderColor }) => {
        const outline = outlineStyle === 'none' || outlineColor === 'rgba(0, 0, 0, 0)' ? '' : outlineColor;
        return [outline, boxShadow, borderColor].join(' ');
      })
      .join('\n');
  const withFocus = looks();
  focused.blur();
  const without = looks();
  focused.focus();
  return withFocus === without ? 'unseen' : 'seen';
}

function missedControls(): string[] {
  const controls = document.querySelectorAll<HTMLElement>(
    'a[href], button, input, select, textarea, summary, [role=button], [role=tab], [role=switch], [tabindex="0"]',
  );
  return (
    [...controls]
      .filter((one) => one.dataset['walked'] === undefined && one.tabIndex >= 0 && !one.matches(':disabled'))
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      // Of a group of choices one has the focus; the arrow keys go to the others.
      .filter((one) => !(one instanceof HTMLInputElement && one.type === 'radio'))
      .map((one) => `${one.tagName.toLowerCase()} ${one.getAttribute('aria-label') ?? one.innerText}`)
  );
}
