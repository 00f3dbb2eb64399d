import { chmodSync, mkdirSync } from 'node:fs';
import { ensureBuild } from '../scripts/make/ensure-build';
import { checkSettings } from './check-settings';
import { lockInstance } from './instance-lock';
import { openProcessGroup } from './process-group';
import { readinessFaults } from './readiness';
import { readEnvironment } from './settings-files';
import { createSetupLink } from './setup-link';
import { onStopSignals } from './stop';
import { localAddress, summary } from './summary';
import { startAll } from './supervisor';

/** A part that takes longer (an external LiveKit that is down) is named, and the rest is of use meanwhile. */
const READY_MS = 10_000;

/** `npm start` and, with --demo, `npm run demo`: the composition root of everything that runs. */
async function main(root: string): Promise<void> {
  const environment = readEnvironment(root);
  const settings = await checkSettings(environment, root);
  mkdirSync(settings.dataDir, { recursive: true });
  // PostgreSQL's user passes through; every secret in it has 0600 of its own.
  chmodSync(settings.dataDir, 0o711);
  process.on('exit', await lockInstance(settings.dataDir));
  await ensureBuild(root);

  const tell = (line: string) => console.log(line);
  const group = openProcessGroup(root, settings.dataDir, tell);
  onStopSignals(group.stop, group.kill);
  try {
    const { adminUrl, webUrl } = await startAll(root, environment, settings, group, tell);
    for (const fault of await readinessFaults(localAddress(settings), READY_MS))
      tell(`Not ready yet: ${fault}`);
    console.log(await summary(settings, await createSetupLink(adminUrl)));
    if (process.argv.includes('--demo')) {
      // Loaded only now: it brings the domain with it, whose limits are checked above.
      const { addDemo } = await import('./demo-spec');
      await addDemo(group, { webUrl, baseUrl: localAddress(settings), environment });
    }
  } catch (error) {
    await group.stop();
    throw error;
  }
}

main(process.cwd()).catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
