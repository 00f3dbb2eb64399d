import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { follow, onPath } from './command';
import { longStep } from './progress';

const INSTALL_MS = 10 * 60_000;

/** Whether packages may be installed without a question: root on Debian, Ubuntu and derivatives. */
export function mayInstallPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get') !== null;
}

/** Debian runs this script before it starts a service of a package. */
const POLICY = '/usr/sbin/policy-rc.d';
let listsAreFresh = false;

/** Installs Debian packages, saying so. Servers among them are not started: nginx would take port 80. */
export async function aptInstall(what: string, packages: readonly string[]): Promise<void> {
  const step = longStep(`Installing ${what} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const onLine = (line: string) => step.note(line.slice(0, 60));
  try {
    if (!listsAreFresh) await follow('apt-get', ['update', '-q'], { env, timeoutMs: INSTALL_MS, onLine });
    listsAreFresh = true;
    const args = ['install', '-y', '-q', '--no-install-recommends', ...packages];
    await withoutServices(POLICY, () => follow('apt-get', args, { env, timeoutMs: INSTALL_MS, onLine }));
    step.end('done');
  } catch (error) {
    step.end('failed');
    throw error;
  }
}

/**
 * Runs `work` while Debian starts no service (policy-rc.d(8), 101 means "not now"). An existing policy stays;
 * ours has no effect once this process is gone, should it be killed.
 */
export async function withoutServices(policy: string, work: () => Promise<void>): Promise<void> {
  if (existsSync(policy)) return work();
  writeFileSync(policy, `#!/bin/sh\nkill -0 ${process.pid} 2>/dev/null && exit 101\nexit 0\n`);
  chmodSync(policy, 0o755);
  try {
    await work();
  } finally {
    rmSync(policy, { force: true });
  }
}
