import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CameraOrder } from '../camera-process';
import { DEMO, ROOT } from '../root';
import {
  field,
  type JoinedCamera,
  askToken,
  registerCamera,
  type JoinCredential,
  type TokenReply,
} from './join';
import { type CameraState, type Reel, simulateCamera, type SimulatedCamera } from './simulated';

const CLOSE_TIMEOUT_MS = 3_000;

/**
 * A camera in a process of its own.
 * @throws an Error when it could not join
 */
export async function openCameraProcess(
  order: CameraOrder,
  tell: (state: CameraState, why?: string) => void,
): Promise<RunningCamera> {
  let state: CameraState = 'joining';
  let identity: JoinedCamera | undefined;
  const waiting = new Set<() => void>();
  const become = (next: CameraState, why?: string): void => {
    state = next;
    tell(next, why);
    for (const listener of waiting) listener();
  };

  const launch = async (): Promise<ChildProcess> => {
    const process_ = fork(join(DEMO, 'camera-process.ts'), [], { cwd: ROOT, execArgv: ['--import', 'tsx'] });
    const joined = new Promise<void>((resolve, reject) => {
      process_.on('message', (message) => {
        identity = identityOf(field(message, 'identity')) ?? identity;
        const type = field(message, 'type');
        const why = field(message, 'why');
        if (type === 'joined') resolve();
        else if (type === 'failed') reject(new Error(String(field(message, 'message'))));
        else if (type === 'state')
          become(stateOf(field(message, 'state')), typeof why === 'string' ? why : undefined);
      });
      process_.once('exit', () => {
        reject(new Error(`The process of camera ${order.number} ended.`));
        if (process_ === child) become('closed');
      });
    });
    process_.send({ ...order, known: identity });
    await joined;
    return process_;
  };
  let child: ChildProcess | null = await launch();

  return {
    number: order.number,
    get cameraId() {
      return identity?.cameraId ?? '';
    },
    get state() {
      return state;
    },
    get pid() {
      return child?.pid;
    },
    sending: () =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (state === 'sending') resolve();
          else if (state === 'removed') reject(new Error(`Camera ${order.number} was removed.`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
    kill: () => void child?.kill('SIGKILL'),
    resume: async () => {
      if (child && child.exitCode === null && child.signalCode === null) {
        // Killed a moment ago and not yet gone, or still running.
        if (!child.killed) return;
        await once(child, 'exit');
      }
      child = await launch();
    },
    close: async () => {
      const ending = child;
      child = null;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const gone = once(ending, 'exit');
      const timer = setTimeout(() => ending.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
      if (ending.connected) ending.send('close');
      await gone;
      clearTimeout(timer);
    },
  };
}

const STATES: readonly CameraState[] = ['joining', 'waiting', 'sending', 'reconnecting', 'removed', 'closed'];

const stateOf = (value: unknown): CameraState => STATES.find((state) => state === value) ?? 'joining';

function identityOf(value: unknown): JoinedCamera | undefined {
  const cameraId = field(value, 'cameraId');
  const cookie = field(value, 'cookie');
  return typeof cameraId === 'string' && typeof cookie === 'string' ? { cameraId, cookie } : undefined;
}

/** A simulated camera that has joined, in this process or in one of its own. */
export interface RunningCamera {
  readonly number: number;
  readonly cameraId: string;
  readonly state: CameraState;
  /** Of its process, if it has one. */
  readonly pid: number | undefined;
  /** Resolves when it sends; rejects when it was removed. */
  sending(): Promise<void>;
  /** Ends its media abruptly, without any message. */
  kill(): void;
  /** The same camera again, in the same tile. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface JoinOptions {
  baseUrl: string;
  credential: JoinCredential;
  label: string;
  device: string;
  /** From an earlier run of this camera: it returns to the same tile. */
  known?: JoinedCamera;
}

export interface Joined {
  camera: SimulatedCamera;
  /** Changes when the server did not know the camera any more and it registered again. */
  identity(): JoinedCamera;
}

/**
 * Registers and publishes.
 * @throws an Error with the server's sentence when the first registration is refused
 */
export async function joinAndPublish(
  reel: Reel,
  options: JoinOptions,
  onState: (state: CameraState, why?: string) => void,
): Promise<Joined> {
  const { baseUrl, credential, label, device } = options;
  let identity = options.known ?? (await registerCamera(baseUrl, credential, label, device));
  const token = async (): Promise<TokenReply> => {
    const reply = await askToken(baseUrl, identity.cookie);
    if (reply.kind === 'unknown') identity = await registerCamera(baseUrl, credential, label, device);
    return reply;
  };
  return { camera: simulateCamera(reel, token, onState), identity: () => identity };
}
