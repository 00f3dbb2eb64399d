import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningCamera } from '../../demo/camera/in-process';
import { startSimulatedCameras } from '../../demo/cameras';
import { ensureLoop } from '../../demo/loop/cache';
import { startTouchline, type Touchline } from '../../tests/support/product/product';
import { until } from '../../tests/support/time/until';
import type { Closing } from '../closing';

/** A streaming server for one destination. */
export interface Receiver {
  url: string;
  key: string;
}

interface State {
  engine: { status: string; fps: number };
  cameras: { connection: string }[];
  destinations: { id: string; status: string; verdict: string | null }[];
}

/**
 * A whole production on the air at 720p30: the product, four simulated cameras, the first of them on the
 * program.
 */
export interface Show {
  product: Touchline;
  dir: string;
  slug: string;
  watchUrl: string;
  cameras: readonly RunningCamera[];
  enginePid: number;
  state(): Promise<State>;
  /** Adds a destination and waits until it is fed. Returns its id. */
  addDestination(receiver: Receiver): Promise<string>;
  removeDestination(id: string): Promise<void>;
  cut(cameraId: string): Promise<{ seq: number }>;
}

interface Options {
  /** Cameras in processes of their own, so that they do not disturb a clock in this one. */
  camerasApart: boolean;
  closing: Closing;
}

export async function openShow({ camerasApart, closing }: Options): Promise<Show> {
  await ensureFilm();
  const dir = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
  closing.add(() => rm(dir, { recursive: true, force: true }));
  const product = await startTouchline();
  closing.add(() => product.stop());

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await product.api<T>(method, `/api/v1/events${path}`, body);
    if (answer.status >= 400)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
  const event = await call<{ slug: string; joinCode: string; watchUrl: string }>('POST', '', {
    title: 'TSV Nord – SC Hafen',
    slug: 'nord-hafen',
    admission: 'immediate',
  });
  const simulated = await startSimulatedCameras({
    baseUrl: product.baseUrl,
    code: event.joinCode,
    cameras: CAMERAS.map((number) => ({ number })),
    size: FILM,
    loop: FILM.seconds,
    ownProcess: camerasApart,
  });
  closing.add(() => simulated.close());
  const state = () => call<State>('GET', `/${event.slug}`);
  await until(
    'all cameras to arrive at the engine',
    async () =>
      (await state()).cameras.filter(({ connection }) => connection === 'live').length === CAMERAS.length,
    { timeoutMs: 60_000, everyMs: 250 },
  );
  const [engine] = product.processes('build/main/engine.js');
  const [onAir] = simulated.cameras;
  if (!engine || !onAir) throw new Error('There is no engine or no camera.');
  const cut = (cameraId: string) => call<{ seq: number }>('POST', `/${event.slug}/cut`, { cameraId });
  await cut(onAir.cameraId);
  await call('POST', `/${event.slug}/start`, {});
  await until('the recording and the way to the viewers', () =>
    ['-f mp4', 'whip.js'].every((part) => product.processes(part).length > 0),
  );
  return {
    product,
    dir,
    slug: event.slug,
    watchUrl: event.watchUrl,
    cameras: simulated.cameras,
    enginePid: engine.pid,
    state,
    cut,
    async addDestination({ url, key }) {
      const { id } = await call<{ id: string }>('POST', `/${event.slug}/destinations`, {
        plugin: 'custom-rtmp',
        label: key,
        settings: { url },
        streamKey: key,
      });
      const live = async () => {
        const row = (await state()).destinations.find((destination) => destination.id === id);
        if (row?.status !== 'live')
          throw new Error(`It is ${row?.status ?? 'unknown'}: ${row?.verdict ?? ''}`);
        return true;
      };
      await until('the destination to be live', live, { timeoutMs: 60_000, everyMs: 250 });
      return id;
    },
    async removeDestination(id) {
      await call('DELETE', `/${event.slug}/destinations/${id}`);
      await until('the destination to be gone', async () =>
        (await state()).destinations.every((destination) => destination.id !== id),
      );
    },
  };
}

/** The film and the number of the simulated cameras. */
export const FILM = { width: 1280, height: 720, seconds: 60 } as const;
export const CAMERAS = [1, 2, 3, 4] as const;

/** The folder with the cameras' loops. They are drawn once, before any measurement. */
export async function ensureFilm(): Promise<string> {
  let told = 0;
  return ensureLoop({
    ...FILM,
    cameras: CAMERAS,
    onProgress: (percent) => {
      if (percent < told + 10) return;
      told = percent;
      console.error(`Drawing the simulated match, once: ${percent} %`);
    },
  });
}
