import { afterEach, expect, test, vi } from 'vitest';
import { findProgram, installedProgram, type Ways } from './find-program';

const nothing = async () => undefined;
const refuse = (why: string) => async () => {
  throw new Error(why);
};
/** Finds nothing for so many calls, then the path. */
const foundAfter = (looks: number, path: string): Ways['installed'] => {
  let looked = 0;
  return async () => (++looked > looks ? { path } : { error: 'WebKitWebDriver is not installed.' });
};
const ways = (
  installed: Ways['installed'],
  downloadPlaywrights: () => Promise<void>,
  installPackages: () => Promise<void>,
): Ways => ({
  installed,
  install: [
    { what: "Playwright's WebKit", run: downloadPlaywrights },
    { what: 'WebKitGTK', run: installPackages },
  ],
});

afterEach(() => vi.unstubAllEnvs());

test('a WebKit that is there is taken, and nothing is downloaded or installed', async () => {
  const install = vi.fn(nothing);
  const found = await findProgram('WebKitWebDriver', ways(foundAfter(0, '/opt/webkit'), install, install));
  expect(found).toEqual({ path: '/opt/webkit' });
  expect(install).not.toHaveBeenCalled();
});

test("Playwright's comes first, and the package only where its download does not work", async () => {
  const installPackages = vi.fn(nothing);
  const downloaded = ways(foundAfter(1, '/pw'), nothing, installPackages);
  expect(await findProgram('WebKitWebDriver', downloaded)).toEqual({ path: '/pw' });
  expect(installPackages).not.toHaveBeenCalled();
  const offline = ways(
    foundAfter(1, '/usr/bin/WebKitWebDriver'),
    refuse('could not be downloaded'),
    installPackages,
  );
  expect(await findProgram('WebKitWebDriver', offline)).toEqual({ path: '/usr/bin/WebKitWebDriver' });
  expect(installPackages).toHaveBeenCalledOnce();
});

test('where there is none to be had, both reasons and the way out are named and nothing is thrown', async () => {
  const none = ways(foundAfter(9, ''), refuse('could not be downloaded'), nothing);
  expect(await findProgram('WebKitWebDriver', none)).toEqual({
    missing: expect.stringMatching(
      new RegExp(
        "^WebKitWebDriver is not installed. Tried Playwright's WebKit: could not be downloaded; " +
          'WebKitGTK: was installed, and will not do. .*, or set WEBKIT_PATH to it\\.?$',
      ),
    ),
  });
});

test('a WEBKIT_PATH that names no program is said at once', async () => {
  vi.stubEnv('WEBKIT_PATH', '/nowhere/webkit');
  await expect(installedProgram('WebKitWebDriver')).rejects.toThrow(
    'WEBKIT_PATH names no program: /nowhere/webkit.',
  );
});

test('a program without a part that it needs counts as not there', async () => {
  vi.stubEnv('PATH', '');
  vi.stubEnv('FIREFOX_PATH', '');
  expect(await installedProgram('nginx')).toBeNull();
  expect(await installedProgram('firefox-esr')).toBeNull();
});
