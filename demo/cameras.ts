import { openCameraProcess } from './camera/in-process';
import type { JoinCredential } from './camera/join';
import type { RunningCamera } from './camera/running';
import type { CameraState } from './camera/simulated';
import { joinAndPublish } from './camera/start';
import { ensureLoop } from './loop/cache';
import { readLoop } from './loop/media';
import type { LoopSeconds } from './mark/timing';
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
  onState?: (number: number, state: CameraState, why?: string) => void;
  onProgress?: (percent: number) => void;
}

export interface SimulatedCameras {
  readonly cameras: readonly RunningCamera[];
  close(): Promise<void>;
}

/**
 * Cameras that join through the public API like phones and publish the simulated match. Resolves when all
 * have registered; each then sends as soon as it is admitted, see `sending()`.
 *
 * @throws an Error with the server's sentence when one of them is refused
 */
export async function startSimulatedCameras(options: SimulatedCamerasOptions): Promise<SimulatedCameras> {
  const { width, height } = options.size ?? { width: 640, height: 360 };
  const seconds = options.loop ?? 20;
  const directory = await ensureLoop({
    width,
    height,
    seconds,
    cameras: options.cameras.map(({ number }) => number),
    onProgress: options.onProgress,
  });
  const credential = credentialOf(options);
  const running: RunningCamera[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(running.map((camera) => camera.close()));
  };
  try {
    // One after the other, so that the tiles stand in the order of the numbers.
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
      running.push(await (options.ownProcess ? openCameraProcess(order, tell) : openHere(order, tell)));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { cameras: running, close };
}

function credentialOf({ code, secret }: SimulatedCamerasOptions): JoinCredential {
  if (code !== undefined) return { code };
  if (secret !== undefined) return { secret };
  throw new Error('A simulated camera needs the code or the secret of an event.');
}

type Order = Parameters<typeof openCameraProcess>[0];

async function openHere(
  order: Order,
  tell: (state: CameraState, why?: string) => void,
): Promise<RunningCamera> {
  const media = await readLoop(order.directory, order.number, order.seconds);
  const waiting = new Set<(state: CameraState) => void>();
  const joined = await joinAndPublish(media, order, (state, why) => {
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
