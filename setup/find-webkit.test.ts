import { afterEach, expect, test, vi } from 'vitest';
import { findWebKit, installedWebKit } from './find-webkit';

const nothing = async () => undefined;
const refuse = (why: string) => async () => {
  throw new Error(why);
};
/** Looks that find nothing, then what is given. */
const foundAfter = (looks: number, path: string) => {
  let looked = 0;
  return async () => (++looked > looks ? path : null);
};

afterEach(() => vi.unstubAllEnvs());

test('a WebKit that is there is taken, and nothing is downloaded or installed', async () => {
  const install = vi.fn(nothing);
  const sources = {
    installed: foundAfter(0, '/opt/webkit'),
    downloadPlaywrights: install,
    installPackages: install,
  };
  expect(await findWebKit(sources)).toEqual({ path: '/opt/webkit' });
  expect(install).not.toHaveBeenCalled();
});

test("Playwright's comes first, and the package only where its download does not work", async () => {
  const installPackages = vi.fn(nothing);
  const downloaded = { installed: foundAfter(1, '/pw'), downloadPlaywrights: nothing, installPackages };
  expect(await findWebKit(downloaded)).toEqual({ path: '/pw' });
  expect(installPackages).not.toHaveBeenCalled();
  const offline = {
    installed: foundAfter(1, '/usr/bin/WebKitWebDriver'),
    downloadPlaywrights: refuse('could not be downloaded'),
    installPackages,
  };
  expect(await findWebKit(offline)).toEqual({ path: '/usr/bin/WebKitWebDriver' });
  expect(installPackages).toHaveBeenCalledOnce();
});

test('where there is none to be had, both reasons are told and nothing fails', async () => {
  const found = await findWebKit({
    installed: async () => null,
    downloadPlaywrights: refuse('could not be downloaded'),
    installPackages: nothing,
  });
  expect(found).toEqual({
    missing:
      "no WebKit is installed (set WEBKIT_PATH to one); tried Playwright's WebKit: could not be downloaded; " +
      'WebKitGTK was installed but is not to be found',
  });
});

test('a WEBKIT_PATH that names no program is said at once', async () => {
  vi.stubEnv('WEBKIT_PATH', '/nowhere/webkit');
  await expect(installedWebKit()).rejects.toThrow('WEBKIT_PATH names no program: /nowhere/webkit.');
});
