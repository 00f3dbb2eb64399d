import { existsSync } from 'node:fs';
import { follow, onPath } from './command';
import { longStep } from './progress';

const INSTALL_MS = 10 * 60_000;

/** Whether this machine's packages may be installed without asking: root on Debian, Ubuntu and their kin. */
export function mayInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get') !== null;
}

/** Installs Debian packages, saying so. */
export async function aptInstall(what: string, packages: string[]): Promise<void> {
  const step = longStep(`Installing ${what} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const onLine = (line: string) => step.note(line.slice(0, 60));
  try {
    await follow('apt-get', ['update', '-q'], { env, timeoutMs: INSTALL_MS, onLine });
    await follow('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      timeoutMs: INSTALL_MS,
      onLine,
    });
    step.end('done');
  } catch (error) {
    step.end('failed');
    throw error;
  }
}
