import { openCameraProcess, type RunningCamera, joinAndPublish } from './camera/in-process';
import type { JoinCredential } from './camera/join';
import { type CameraState, type Reel, reelOf } from './camera/simulated';
import { ensureBeginning, ensureLoop, type LoopOrder } from './loop/cache';
import { type LoopPart, readLoop } from './loop/media';
import type { LoopSeconds } from './mark/code';
import { viewOf } from './match/views';

export interface SimulatedCamerasOptions {
  /** Of the product, as a phone would type it. */
  baseUrl: string;
  /** The typed code or the QR code's secret, one of them. */
  code?: string;
  secret?: string;
  /** Without `label` the name of the place. Numbers 1 to 8; 5 to 8 film from the places of 1 to 4. */
  cameras: readonly { number: number; label?: string }[];
  /** 640 × 360 by default. */
  size?: { width: number; height: number };
  /** 20 seconds by default. */
  loop?: LoopSeconds;
  /** Each camera in a process of its own: `kill` is then a SIGKILL. */
  ownProcess?: boolean;
  /**
   * Plays the loops' beginning at once where they have to be drawn, and the whole as soon as it is there. Not
   * together with `ownProcess`.
   */
  early?: boolean;
  onState?: (number: number, state: CameraState, why?: string) => void;
  /** While loops are drawn; with `early` first their beginning, then all of them. */
  onProgress?: (percent: number, part: LoopPart) => void;
}

export interface SimulatedCameras {
  readonly cameras: readonly RunningCamera[];
  /** Resolves when the cameras have their whole loops; rejects when those cannot be drawn. */
  readonly whole: Promise<void>;
  close(): Promise<void>;
}

/**
 * Cameras that join through the public API like phones and publish the simulated match. Resolves when all
 * have registered; each then sends as soon as it is admitted, see `sending()`.
 * @throws an Error with the server's sentence when one of them is refused
 */
export async function startSimulatedCameras(options: SimulatedCamerasOptions): Promise<SimulatedCameras> {
  const { width, height } = options.size ?? { width: 640, height: 360 };
  const seconds = options.loop ?? 20;
  const numbers = options.cameras.map(({ number }) => number);
  const closing = new AbortController();
  const loops = (part: LoopPart): LoopOrder => ({
    ...{ width, height, seconds, cameras: numbers, signal: closing.signal },
    onProgress: (percent) => options.onProgress?.(percent, part),
  });
  const { directory, part } = options.early
    ? await ensureBeginning(loops('beginning'))
    : { directory: await ensureLoop(loops('whole')), part: 'whole' as const };
  const credential = credentialOf(options);
  const running: RunningCamera[] = [];
  const reels: Reel[] = [];
  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(running.map((camera) => camera.close()));
  };
  const playWhole = async (): Promise<void> => {
    await ensureLoop(loops('whole'), { background: true });
    const media = await Promise.all(numbers.map((number) => readLoop(directory, number, seconds)));
    media.forEach((loop, i) => reels[i]?.replaceBy(loop));
  };
  try {
    // One after the other, so that the tiles are in the order of the numbers.
    for (const { number, label } of options.cameras) {
      const view = viewOf(number);
      const order = {
        baseUrl: options.baseUrl,
        credential,
        label: label ?? view.label,
        device: view.device,
        directory,
        number,
        seconds,
      };
      const tell = (state: CameraState, why?: string): void => options.onState?.(number, state, why);
      if (options.ownProcess) {
        running.push(await openCameraProcess(order, tell));
        continue;
      }
      const reel = reelOf(await readLoop(directory, number, seconds, part));
      reels.push(reel);
      running.push(await openHere(order, reel, tell));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const whole = part === 'whole' ? Promise.resolve() : playWhole();
  // A caller that does not wait for the whole loops need not handle their failure.
  whole.catch(() => undefined);
  return { cameras: running, whole, close };
}

function credentialOf({ code, secret }: SimulatedCamerasOptions): JoinCredential {
  if (code !== undefined) return { code };
  if (secret !== undefined) return { secret };
  throw new Error('A simulated camera needs the code or the secret of an event.');
}

type Order = Parameters<typeof openCameraProcess>[0];

async function openHere(
  order: Order,
  reel: Reel,
  tell: (state: CameraState, why?: string) => void,
): Promise<RunningCamera> {
  const waiting = new Set<(state: CameraState) => void>();
  const joined = await joinAndPublish(reel, order, (state, why) => {
    tell(state, why);
    for (const listener of waiting) listener(state);
  });
  return {
    number: order.number,
    get cameraId() {
      return joined.identity().cameraId;
    },
    get state() {
      return joined.camera.state;
    },
    pid: undefined,
    sending: () =>
      new Promise((resolve, reject) => {
        const look = (state: CameraState): void => {
          if (state === 'sending') resolve();
          else if (state === 'removed' || state === 'closed')
            reject(new Error(`Camera ${order.number} is ${state}.`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look(joined.camera.state);
      }),
    kill: joined.camera.kill,
    resume: () => Promise.resolve(joined.camera.resume()),
    close: joined.camera.close,
  };
}
