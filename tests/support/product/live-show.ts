import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import type { RunningCamera } from '../../../demo/camera/in-process';
import { startSimulatedCameras } from '../../../demo/cameras';
import { launchBrowser } from '../browsers/chromium';
import { BYTES_A_SECOND, startRtmpStation, type RtmpStation } from '../stations/rtmp-station';
import { startTouchline, type Touchline } from './product';
import { until } from '../time/until';

interface EventAnswer {
  slug: string;
  joinUrl: string;
  joinCode: string;
  directorUrl: string;
  watchUrl: string;
}

export interface StateAnswer {
  seq: number;
  status: string;
  program: { seq: number; onAir: string | null; preview: string | null; cells: (string | null)[] };
  cameras: { id: string; label: string; state: string; connection: string }[];
  destinations: { id: string; label: string; status: string; verdict: string | null }[];
  engine: { status: string; fps: number };
}

export interface SwitchRow {
  seq: number;
  at: string;
  from: string | null;
  to: string | null;
  transition: string;
  source: string;
  requestId: string | null;
}

/**
 * A whole production: the product, an event at 640 × 360, two streaming servers, two simulated cameras, a
 * browser.
 */
export interface LiveShow {
  product: Touchline;
  event: EventAnswer;
  dir: string;
  first: RtmpStation;
  second: RtmpStation;
  cameras: readonly RunningCamera[];
  browser: Browser;
  state(): Promise<StateAnswer>;
  switches(): Promise<SwitchRow[]>;
  cut(
    cameraId: string | null,
    more?: Record<string, unknown>,
  ): Promise<{ status: number; body: { seq: number } }>;
  open(url: string): Promise<Page>;
  /**
   * Until `seconds` more of the program have come to the first server: its own clock, however slow we are.
   */
  programFor(seconds: number): Promise<void>;
  /**
   * The state that every test of a show begins with: live, both destinations up, both cameras sending, the
   * first one on the air. Mends what an earlier test left; costs nothing where all is well.
   */
  ready(): Promise<void>;
  close(): Promise<void>;
}

export interface ShowOptions {
  product?: () => Promise<Touchline>;
  /** What the stream keys begin with; the servers' names follow. */
  key?: string;
  /** The address that the product gets for a server; its own by default. */
  route?: (station: RtmpStation) => Promise<string>;
}

export async function startShow(options: ShowOptions = {}): Promise<LiveShow> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.reverse()) await closer();
  };
  try {
    const dir = await mkdtemp(join(tmpdir(), 'touchline-show-'));
    closers.push(() => rm(dir, { recursive: true, force: true }));
    const product = await (options.product ?? startTouchline)();
    closers.push(() => product.stop());
    const { body: event } = await product.api<EventAnswer>('POST', '/api/v1/events', {
      title: 'TSV Nord – SC Hafen',
      slug: 'nord-hafen',
      admission: 'immediate',
    });
    await product.api('PATCH', `/api/v1/events/${event.slug}`, { encoding: { height: 360, fps: 30 } });
    const [first, second] = [
      await startRtmpStation(dir, 'first', options.key),
      await startRtmpStation(dir, 'second', options.key),
    ];
    closers.push(
      () => first.close(),
      () => second.close(),
    );
    for (const [label, station] of [
      ['Club server', first],
      ['League server', second],
    ] as const) {
      const made = await product.api('POST', `/api/v1/events/${event.slug}/destinations`, {
        plugin: 'custom-rtmp',
        label,
        settings: { url: (await options.route?.(station)) ?? station.url },
        streamKey: station.key,
      });
      if (made.status !== 201) throw new Error(`No destination: ${JSON.stringify(made.body)}`);
    }
    const simulated = await startSimulatedCameras({
      baseUrl: product.baseUrl,
      code: event.joinCode,
      cameras: [
        { number: 1, label: 'Main stand' },
        { number: 2, label: 'Goal north' },
      ],
      ownProcess: true,
    });
    closers.push(() => simulated.close());
    await Promise.all(simulated.cameras.map((camera) => camera.sending()));
    const browser = await launchBrowser();
    closers.push(() => browser.close());
    const state = async () => (await product.api<StateAnswer>('GET', `/api/v1/events/${event.slug}`)).body;
    await until('both cameras to arrive at the engine', async () => {
      const { cameras } = await state();
      return cameras.filter(({ connection }) => connection === 'live').length === 2;
    });
    const cut: LiveShow['cut'] = (cameraId, more = {}) =>
      product.api('POST', `/api/v1/events/${event.slug}/cut`, { cameraId, ...more });
    return {
      product,
      event,
      dir,
      first,
      second,
      cameras: simulated.cameras,
      browser,
      state,
      switches: async () =>
        (
          await product.api<{ rows: SwitchRow[] }>('GET', `/api/v1/events/${event.slug}/switches`)
        ).body.rows.reverse(),
      cut,
      async open(url) {
        const context = await browser.newContext({
          ignoreHTTPSErrors: true,
          permissions: ['camera', 'microphone'],
          viewport: { width: 1280, height: 720 },
        });
        const page = await context.newPage();
        await page.goto(url);
        return page;
      },
      async programFor(seconds) {
        const before = await first.bytes();
        await until(
          `${seconds} s of the program`,
          async () => (await first.bytes()) - before >= seconds * BYTES_A_SECOND,
          { timeoutMs: seconds * 1000 + 60_000 },
        );
      },
      async ready() {
        const { status } = await state();
        if (status !== 'live') await product.api('POST', `/api/v1/events/${event.slug}/start`, {});
        for (const camera of simulated.cameras) await camera.resume();
        await until(
          'the show to be whole',
          async () => {
            const { cameras, destinations, engine } = await state();
            const sending = cameras.filter(({ connection }) => connection === 'live').length >= 2;
            return (
              sending && engine.status === 'running' && destinations.every((each) => each.status === 'live')
            );
          },
          { timeoutMs: 60_000 },
        );
        // What the server took is not yet what the station has written: it looks for a stream every second.
        await until('the first receiver to have the program', () => first.arrived(first.files().length - 1));
        await cut(simulated.cameras[0]?.cameraId ?? null);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
