import { basename } from 'node:path';
import { webkit } from 'playwright';
import { installedProgram } from '../../../setup/find-program';
import { watchPageErrors } from './chromium';
import { openWebKitGtk } from './webkit-gtk';
import type { WebKitPage } from './webkit-page';

/** WEBKIT_PATH names it (`npm test` finds and sets it), else what is installed; null where there is none. */
export const WEBKIT = await installedProgram('WebKitWebDriver');

const START_MS = 30_000;

/**
 * Starts WebKit without a visible window.
 * @param keeps whether pages may store anything: without, all cookies are refused and there is no storage
 */
export function openWebKit(path: string, { keeps }: { keeps: boolean }): Promise<WebKitPage> {
  return basename(path) === 'WebKitWebDriver' ? openWebKitGtk(path, keeps) : openPlaywrights(path, keeps);
}

async function openPlaywrights(executablePath: string, keeps: boolean): Promise<WebKitPage> {
  const browser = await webkit.launch({ executablePath, timeout: START_MS });
  const page = await browser.newPage();
  const errors = await watchPageErrors(page);
  if (!keeps) await page.addInitScript(refuseStorage);
  // A whole expression, so that any function and argument fit: Playwright's own types want them known.
  const run = async <A, R>(place: Evaluating | undefined, work: (arg: A) => R, arg: A) => {
    if (!place) throw new Error('The page holds no frame.');
    return (await place.evaluate(`(${work.toString()})(${JSON.stringify(arg)})`)) as R;
  };
  return {
    goto: async (url) => void (await page.goto(url)),
    evaluate: (work, arg) => run(page, work, arg),
    evaluateInFrame: (work, arg) => run(page.frames()[1], work, arg),
    errors,
    close: () => browser.close(),
  };
}

interface Evaluating {
  evaluate(expression: string): Promise<unknown>;
}

/** Runs in each frame before its scripts: as in a browser that lets nothing be stored. */
function refuseStorage(): void {
  for (const store of ['localStorage', 'sessionStorage', 'indexedDB'])
    Object.defineProperty(window, store, {
      get: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  Object.defineProperty(document, 'cookie', { get: () => '', set: () => undefined });
}
