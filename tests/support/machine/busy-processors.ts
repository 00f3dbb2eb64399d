import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';

/**
 * Fills every processor of this machine by processes of normal priority that never rest, each in a session of
 * its own as another program of a person is.
 * @returns what ends them
 */
export function fillProcessors(perProcessor = 1): () => Promise<void> {
  const children = Array.from({ length: availableParallelism() * perProcessor }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore', detached: true }),
  );
  return async () => {
    const gone = children.map((child) => once(child, 'exit'));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(gone);
  };
}
