import { chmodSync, mkdirSync } from 'node:fs';
import { checkSettings, readEnvironment } from './settings';
import { lockInstance } from './instance-lock';
import { openProcessGroup, onStopSignals } from './process-group';
import { readinessFailures } from './health';
import { createSetupLink, localAddress, summary } from './summary';
import { type ChildScripts, type RunningChildren, startAll } from './supervisor';

/** A part that takes longer (an external LiveKit that is down) is named, and the rest is of use meanwhile. */
const READY_MS = 10_000;

/** What differs between `npm start` and `npm run dev`. */
export interface RunOptions {
  scripts: ChildScripts;
  /** Makes the scripts where they are missing; called once no other instance holds the data folder. */
  prepare?: () => Promise<unknown>;
}

/**
 * Starts everything, with the simulated match where --demo is among the arguments: the composition root of
 * all that runs. Prints where to go.
 *
 * @throws a sentence for the person at the terminal; what had started is stopped then
 */
export async function runTouchline(root: string, { scripts, prepare }: RunOptions): Promise<RunningChildren> {
  const environment = readEnvironment(root);
  const settings = await checkSettings(environment, root);
  mkdirSync(settings.dataDir, { recursive: true });
  // PostgreSQL's user passes through; every secret in it has 0600 of its own.
  chmodSync(settings.dataDir, 0o711);
  process.on('exit', await lockInstance(settings.dataDir));
  await prepare?.();

  const tell = (line: string) => console.log(line);
  const group = openProcessGroup(root, settings.dataDir, tell);
  onStopSignals(group.stop, group.kill);
  try {
    const { adminUrl, webUrl, children } = await startAll(root, environment, settings, group, tell, scripts);
    for (const failure of await readinessFailures(localAddress(settings), READY_MS))
      tell(`Not ready yet: ${failure}`);
    console.log(await summary(settings, await createSetupLink(adminUrl)));
    if (process.argv.includes('--demo')) {
      // Loaded only now: it brings the domain with it, whose limits are checked above.
      const { addDemo } = await import('./demo-spec');
      await addDemo(group, { webUrl, baseUrl: localAddress(settings), environment });
    }
    return children;
  } catch (error) {
    await group.stop();
    throw error;
  }
}
