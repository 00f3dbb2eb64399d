import { joinAndPublish, type Joined, type JoinOptions } from './camera/in-process';
import { reelOf } from './camera/simulated';
import { readLoop } from './loop/media';
import type { LoopSeconds } from './mark/code';

/**
 * What the parent sends once; it holds secrets, so it comes over the IPC channel and not on the command line.
 */
export interface CameraOrder extends JoinOptions {
  directory: string;
  number: number;
  seconds: LoopSeconds;
}

/** One simulated camera in a process of its own, so that a test can kill it as a phone dies. */
process.on('disconnect', () => process.exit(0));

process.once('message', (order: CameraOrder) => {
  void run(order).catch((error: unknown) => {
    process.send?.({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});

async function run(order: CameraOrder): Promise<void> {
  const media = await readLoop(order.directory, order.number, order.seconds);
  let joined: Joined | null = null;
  const started = await joinAndPublish(reelOf(media), order, (state, why) => {
    process.send?.({ type: 'state', state, why, identity: joined?.identity() });
  });
  joined = started;
  process.send?.({ type: 'joined', identity: started.identity() });
  process.on('message', (message) => {
    if (message === 'close') void started.camera.close().then(() => process.exit(0));
  });
}
