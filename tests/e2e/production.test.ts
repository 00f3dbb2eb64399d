import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { avOffsets, readMarkFromPage } from '../support/eyes';
import { ownBytes } from '../support/processes';
import { growthPerMinute, lowsOf, type Sample } from '../support/slope';
import { until } from '../support/until';
import {
  airOrder,
  blackOnes,
  longestGapMs,
  longestStillMs,
  missingFrames,
  seeProgram,
  type SeenFrame,
} from '../support/program-view';
import { setStage, type Stage, type SwitchRow } from './stage';

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Until caches and heaps have their size: V8 grows its own for about a minute and a half. */
const WARM_UP_MS = 100_000;

/**
 * One production from the first camera to the last fault, filmed by its burned-in numbers. Each test begins
 * where the last one ended.
 */
describe('a production', () => {
  let stage: Stage;
  let director: Page;
  let viewer: Page;
  let phone: Page;
  let main = '';
  let goal = '';

  beforeAll(async () => {
    stage = await setStage();
    main = stage.cameras[0]?.cameraId ?? '';
    goal = stage.cameras[1]?.cameraId ?? '';
    director = await stage.open(stage.event.directorUrl);
    viewer = await stage.open(stage.event.watchUrl);
  });
  afterAll(async () => {
    await stage?.close();
  });

  const tile = (label: string) => director.getByRole('button', { name: label, exact: true });
  const onViewer = (camera: number) =>
    until(
      `camera ${camera} on the viewer's page`,
      async () => (await readMarkFromPage(viewer, 'video'))?.camera === camera,
    );
  /** A frozen picture has a number too: the number must move on. */
  const movesOnViewer = async (camera: number) => {
    let before: number | undefined;
    await until(`moving pictures of camera ${camera} on the viewer's page`, async () => {
      const mark = await readMarkFromPage(viewer, 'video');
      const moved = mark?.camera === camera && before !== undefined && mark.frame !== before;
      before = mark?.camera === camera ? mark.frame : undefined;
      return moved;
    });
  };
  /** Begins to watch the first receiver; the call that comes back gives every picture since. */
  const watchAir = async () => {
    const seen = await seeProgram(await stage.first.copyLast('air-before.ts', 4));
    const fromMs = seen.at(-1)?.ptsMs ?? 0;
    const beganMs = performance.now();
    return async () => {
      const seconds = (performance.now() - beganMs) / 1000;
      const sent = await seeProgram(await stage.first.copyLast('air-after.ts', seconds + 10));
      const since = sent.filter(({ ptsMs }) => ptsMs >= fromMs);
      // Else what was asked for is not in the file, and nothing could be said of it.
      expect(since.length).toBeLessThan(sent.length);
      return since;
    };
  };
  /** The program went on: every picture of every thirtieth of a second came, none is black, and they move. */
  const expectUndisturbed = (sent: SeenFrame[]) => {
    expect(missingFrames(sent)).toBe(0);
    expect(blackOnes(sent)).toEqual([]);
    expect(longestStillMs(sent)).toBeLessThanOrEqual(500);
  };
  const order = async () => (await stage.switches()).map(({ to }) => to);

  test('the director goes live and cuts A, B, A: RTMP, recording and viewer show it in the order of the log', async () => {
    await tile('Main stand').click();
    await until('the cut in the log', async () => (await order()).at(-1) === main);
    await director.getByRole('button', { name: 'Go live' }).click();
    await until('both destinations to be live', async () =>
      (await stage.state()).destinations.every(({ status }) => status === 'live'),
    );
    await onViewer(1);
    await sleep(2000);
    await tile('Goal north').click();
    await onViewer(2);
    await sleep(2000);
    await tile('Main stand').click();
    await onViewer(1);
    await sleep(2000);

    const number = ({ to }: SwitchRow) => (to === main ? 1 : to === goal ? 2 : null);
    const switches = await stage.switches();
    expect(switches.filter(({ source }) => source === 'director').map(number)).toEqual([1, 2, 1]);
    // On a crowded machine a camera may have been late and the ladder may have acted; then the log has that
    // too.
    const logged = switches.map(number);
    const sent = await seeProgram(await stage.first.copy('cuts.ts'));
    expect(airOrder(sent)).toEqual(logged.slice(logged.length - airOrder(sent).length));
    expect(blackOnes(sent)).toEqual([]);
    expect(longestGapMs(sent)).toBeLessThanOrEqual(100);
  });

  test('two minutes on the air: memory does not grow, sound keeps to its picture', async () => {
    const [engine] = stage.product.processes('engine.js');
    if (!engine) throw new Error('No engine found.');
    // Drawing four videos in software is not the engine's work, and on two cores it would take the engine's
    // time.
    const pages = [director, viewer].map((page) => ({ page, url: page.url() }));
    for (const { page } of pages) await page.goto('about:blank');
    await sleep(WARM_UP_MS);
    const samples: Sample[] = [];
    const began = performance.now();
    while (performance.now() - began < 120_000) {
      samples.push({ atS: (performance.now() - began) / 1000, value: ownBytes(engine.pid) / 1e6 });
      await sleep(1000);
    }
    const growth = growthPerMinute(samples);
    const offsets = await avOffsets(await stage.first.copyLast('endurance.ts', 130));
    const early = median(offsets.slice(0, 5));
    const late = median(offsets.slice(-5));
    console.info(
      `memory ${growth.toFixed(2)} MB a minute (${lowsOf(samples)
        .map(({ value }) => value.toFixed(1))
        .join(
          ' ',
        )}), sound ${Math.min(...offsets).toFixed(0)} to ${Math.max(...offsets).toFixed(0)} ms after its picture, drift ${(late - early).toFixed(1)} ms`,
    );
    for (const { page, url } of pages) await page.goto(url);
    expect(growth).toBeLessThanOrEqual(1);
    expect(offsets.length).toBeGreaterThanOrEqual(20);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-40);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(60);
    // One frame; a beep's beginning is found to about 2 ms (support/seeing/sound.ts).
    expect(Math.abs(late - early)).toBeLessThanOrEqual(1000 / 30 + 2);
  });

  test('a phone joins over HTTPS by the typed code and its picture reaches the desk', async () => {
    phone = await stage.open(`${stage.product.httpsUrl}/join/${stage.event.joinCode}`);
    await phone.getByRole('textbox', { name: 'Where do you stand?' }).fill('Corner south');
    await phone.getByRole('button', { name: 'Continue' }).click();
    await phone.getByRole('button', { name: 'Ask me now' }).click();
    const camera = await until('the phone to arrive at the engine', async () =>
      (await stage.state()).cameras.find(
        ({ label, connection }) => label === 'Corner south' && connection === 'live',
      ),
    );
    await phone.getByText('STANDBY').first().waitFor();
    await stage.cut(camera.id);
    await phone.getByText('ON AIR').first().waitFor();
    await stage.cut(main);
    await phone.getByText('STANDBY').first().waitFor();
  });

  test('two cuts with the same requestId are one, and a stale seenSeq is refused with the present state', async () => {
    const before = (await stage.switches()).length;
    const requestId = randomUUID();
    const [a, b] = await Promise.all([stage.cut(goal, { requestId }), stage.cut(goal, { requestId })]);
    expect([a.status, b.status]).toEqual([200, 200]);
    expect(a.body.seq).toBe(b.body.seq);
    expect((await stage.switches()).length).toBe(before + 1);
    const stale = await stage.cut(main, { seenSeq: a.body.seq - 1 });
    expect(stale.status).toBe(409);
    expect(stale.body).toMatchObject({ error: { code: 'stale' } });
    expect((await stage.state()).program.onAir).toBe(goal);
  });

  test('the web server is killed: the program goes on without a lost frame, desk and viewer come back at the right seq', async () => {
    const [web] = stage.product.processes('server.js');
    if (!web) throw new Error('No web process found.');
    const engine = stage.product.processes('engine.js').map(({ pid }) => pid);
    const air = await watchAir();
    process.kill(web.pid, 'SIGKILL');
    await until('the web server to answer again', async () => (await stage.state()).status === 'live', {
      timeoutMs: 15_000,
    });
    await tile('Main stand').click();
    await until('the cut after the restart', async () => (await order()).at(-1) === main, {
      timeoutMs: 10_000,
    });
    await onViewer(1);
    await director.getByRole('button', { name: 'Main stand', exact: true, pressed: true }).waitFor();
    await sleep(1000);
    expect(stage.product.processes('engine.js').map(({ pid }) => pid)).toEqual(engine);
    expectUndisturbed(await air());
    const { cameras } = await stage.state();
    expect(cameras.find(({ label }) => label === 'Corner south')?.connection).toBe('live');
  });

  test('the phone reloads its page and keeps its tile; a second tab takes over and the first stands back', async () => {
    const own = async () => (await stage.state()).cameras.filter(({ label }) => label === 'Corner south');
    const [before] = await own();
    await phone.reload();
    await until('the phone to be back', async () => (await own())[0]?.connection === 'live');
    const second = await phone.context().newPage();
    await second.goto(`${stage.product.httpsUrl}/camera`);
    await second.getByText('STANDBY').first().waitFor();
    await phone.getByRole('button', { name: 'Use this tab' }).waitFor();
    expect((await own()).map(({ id }) => id)).toEqual([before?.id]);
    await phone.close();
    phone = second;
  });

  test('the director closes the browser and is soon back in control', async () => {
    const cookies = await director.context().cookies();
    await director.context().close();
    const context = await stage.browser.newContext({ viewport: { width: 1280, height: 720 } });
    await context.addCookies(cookies);
    director = await context.newPage();
    const began = performance.now();
    await director.goto(`${stage.product.baseUrl}/events/${stage.event.slug}/direct`);
    await director.getByRole('button', { name: 'Main stand', exact: true, pressed: true }).waitFor();
    const backMs = performance.now() - began;
    console.info(`the director is back in control after ${backMs.toFixed(0)} ms`);
    // The promise is two seconds; here three browsers' pages are drawn by the same two cores.
    expect(backMs).toBeLessThan(4000);
  });

  test('the on-air camera dies: its last frame is held, then another camera is on within a second, and the director is told', async () => {
    const before = (await stage.switches()).length;
    const air = await watchAir();
    stage.cameras[0]?.kill();
    const failover = await until('the failover in the log', async () =>
      (await stage.switches()).slice(before).find(({ source }) => source === 'failover'),
    );
    expect(failover.from).toBe(main);
    await director
      .getByText(/Main stand sends no picture/)
      .first()
      .waitFor();
    await sleep(1500);
    const sent = await air();
    expect(blackOnes(sent)).toEqual([]);
    expect(longestStillMs(sent)).toBeLessThanOrEqual(1000);
    expect(longestGapMs(sent)).toBeLessThanOrEqual(100);
    await stage.cameras[0]?.resume();
    await until('the camera to be back', async () =>
      (await stage.state()).cameras.find(({ id, connection }) => id === main && connection === 'live'),
    );
    await stage.cut(main);
    await onViewer(1);
  });

  test('the encoder is killed: output again within three seconds, on one line of media time', async () => {
    const [encoder] = stage.product.processes('libx264');
    if (!encoder) throw new Error('No encoder found.');
    const air = await watchAir();
    process.kill(encoder.pid, 'SIGKILL');
    await sleep(5000);
    const sent = await air();
    const last = sent.at(-1);
    expect(longestGapMs(sent)).toBeLessThanOrEqual(3000);
    expect(last?.mark?.camera).toBe(1);
    await onViewer(1);
  });

  test('one receiver stops and another hangs: the healthy one loses no frame, the sick ones come back by themselves', async () => {
    const air = await watchAir();
    await stage.second.shut();
    await until('the desk to say so', async () =>
      (await stage.state()).destinations.some(
        ({ label, status }) => label === 'League server' && status !== 'live',
      ),
    );
    await sleep(3000);
    await stage.second.open();
    await until('the stopped one to be back', async () =>
      (await stage.state()).destinations.every(({ status }) => status === 'live'),
    );
    stage.second.freeze();
    await sleep(5000);
    stage.second.thaw();
    await until('the hanging one to be back', async () =>
      (await stage.state()).destinations.every(({ status }) => status === 'live'),
    );
    const sent = await air();
    expect(sent.length).toBeGreaterThan(240);
    expectUndisturbed(sent);
  });

  test('the database is killed: the program goes on, and control comes back by itself', async () => {
    const [postgres] = stage.product.processes('postgres -D');
    if (!postgres) throw new Error('No database found.');
    const air = await watchAir();
    process.kill(postgres.pid, 'SIGQUIT');
    await until('the database to be gone', () =>
      stage.product.processes('postgres -D').every(({ pid }) => pid !== postgres.pid),
    );
    await until('a cut to be accepted', async () => (await stage.cut(goal)).status === 200, {
      timeoutMs: 15_000,
    });
    await onViewer(2);
    await stage.cut(main);
    await onViewer(1);
    expectUndisturbed(await air());
  });

  test('the engine is killed: a new one takes the lease and is on the air within five seconds, no cut lost', async () => {
    const [engine] = stage.product.processes('engine.js');
    if (!engine) throw new Error('No engine found.');
    const connections = stage.first.files().length;
    process.kill(engine.pid, 'SIGKILL');
    const killedAt = performance.now();
    const cut = await stage.cut(goal);
    expect(cut.status).toBe(200);
    await until('a new stream at the receiver', () => stage.first.arrived(connections), {
      timeoutMs: 15_000,
    });
    const backMs = performance.now() - killedAt;
    console.info(`engine killed: on the air again after ${backMs.toFixed(0)} ms`);
    const shown = await until('the cut on the air', async () => {
      const sent = await seeProgram(await stage.first.copy('engine-killed.ts', connections)).catch(() => []);
      return sent.some(({ mark }) => mark?.camera === 2);
    });
    expect(shown).toBe(true);
    const { engine: told } = await stage.state();
    expect(told.status).toBe('running');
    expect(backMs).toBeLessThan(5000);
    await movesOnViewer(2);
  });

  test('the engine hangs: it is replaced within five seconds', async () => {
    const [engine] = stage.product.processes('engine.js');
    if (!engine) throw new Error('No engine found.');
    process.kill(engine.pid, 'SIGSTOP');
    await until(
      'another engine',
      () => stage.product.processes('engine.js').some(({ pid }) => pid !== engine.pid),
      {
        timeoutMs: 6000,
      },
    );
    await until('the program to run again', async () => (await stage.state()).engine.status === 'running');
    await movesOnViewer(2);
  });

  test('after the end the recording holds the cuts, and the viewer is told that it is over', async () => {
    await stage.cut(main);
    await onViewer(1);
    await director.getByRole('button', { name: 'End stream…' }).click();
    await director.getByRole('dialog').getByRole('button', { name: 'End stream', exact: true }).click();
    await viewer
      .getByText(/has ended/)
      .first()
      .waitFor();
    const parts = await until('the recording to be closed', async () => {
      const { body } = await stage.product.api<{ url: string; endedAt: string | null; bytes: number }[]>(
        'GET',
        `/api/v1/events/${stage.event.slug}/recordings`,
      );
      return body.length > 0 && body.every(({ endedAt }) => endedAt !== null) && body;
    });
    expect(parts.every(({ bytes }) => bytes > 0)).toBe(true);
    const folder = join(stage.product.dataDir, 'recordings');
    const files = (await readdir(folder, { recursive: true }))
      .filter((file) => /\.(mp4|ts)$/.test(file))
      .sort();
    const [firstPart] = files;
    if (!firstPart) throw new Error('No recording on the disk.');
    const recorded = await seeProgram(join(folder, firstPart), 1500);
    expect(airOrder(recorded).slice(0, 3)).toEqual([1, 2, 1]);
    expect(blackOnes(recorded)).toEqual([]);
  });
});
