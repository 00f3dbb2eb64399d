import { diskError, openDataDir } from './data-dir';
import { useDiskReserve } from './disk-reserve';
import type { Settings } from '../app/config/settings';
import type { Environment } from '../core/settings';
import { checkSettings, readCommandLine, readEnvironment } from './settings';
import { lockInstance } from './instance-lock';
import { openProcessGroup, onStopSignals } from './process-group';
import { readinessFailures } from './health';
import { createSetupLink, localAddress, summary } from './summary';
import { say } from './terminal';
import { type ChildScripts, type RunningChildren, startAll } from './supervisor';

/** A part that takes longer (an external LiveKit that is down) is named; the others can be used meanwhile. */
const READY_MS = 10_000;

/** The differences between `npm start` and `npm run dev`. */
export interface RunOptions {
  scripts: ChildScripts;
  /** Builds missing scripts; called once no other instance holds the data folder. */
  prepare?: () => Promise<unknown>;
}

/**
 * The composition root of all processes: starts everything, with the simulated match where --demo is among
 * the arguments, and prints the addresses.
 * @throws a sentence for the person at the terminal; what had started is stopped then
 */
export async function runTouchline(root: string, { scripts, prepare }: RunOptions): Promise<RunningChildren> {
  const options = readCommandLine(process.argv.slice(2));
  const environment = { ...readEnvironment(root), ...options.environment };
  const settings = await checkSettings(environment, root);
  const { dataDir } = settings;
  openDataDir(dataDir, say);
  try {
    // Before anything is written, so that a full disk can be started on and cleared from the desk.
    const freed = useDiskReserve(dataDir);
    if (freed) say(freed);
    process.on('exit', await lockInstance(dataDir));
    await prepare?.();
    return await startGroup(root, environment, settings, scripts, options.demo);
  } catch (error) {
    throw diskError(error, dataDir) ?? error;
  }
}

async function startGroup(
  root: string,
  environment: Environment,
  settings: Settings,
  scripts: ChildScripts,
  demo: boolean,
): Promise<RunningChildren> {
  const group = openProcessGroup(root, settings.dataDir, say);
  onStopSignals(group.stop, group.kill);
  try {
    const { adminUrl, webUrl, children } = await startAll(root, environment, settings, group, say, scripts);
    for (const failure of await readinessFailures(localAddress(settings), READY_MS))
      say(`Not ready yet: ${failure}`);
    say(await summary(settings, await createSetupLink(adminUrl)));
    if (demo) {
      // Imported late: it loads the domain, whose limits are checked above.
      const { addDemo } = await import('./demo-spec');
      await addDemo(group, { webUrl, baseUrl: localAddress(settings), environment });
    }
    return children;
  } catch (error) {
    await group.stop();
    throw error;
  }
}
