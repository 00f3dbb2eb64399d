import { existsSync } from 'node:fs';
import { chromium, type Browser, type LaunchOptions } from 'playwright';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A real Chromium with fake camera and microphone. CHROMIUM_PATH names it; `npm test` finds and sets it. */
export async function launchBrowser(more: Pick<LaunchOptions, 'args' | 'proxy'> = {}): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? INSTALLED.find((path) => existsSync(path));
  return chromium.launch({
    executablePath,
    proxy: more.proxy,
    args: [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      ...(more.args ?? []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
}
