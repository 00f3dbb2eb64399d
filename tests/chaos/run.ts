import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stillRunning } from '../support/product/processes';
import { pace } from '../support/time/pace';
import { until } from '../support/time/until';
import { checkAir, checkWire, watchConnections } from './air';
import { startChat } from './chat';
import { checkCuts, checkOneState, checkPages, checkSecrets, checkShown } from './checks';
import { deal, diceOf } from './dice';
import { type Director, startDirector } from './director';
import { watchFamily } from './family';
import { type ChaosFault, FAULTS } from './faults';
import { openScreen } from './screens';
import { openStage, type Stage } from './stage';
import { clock, type FaultTime, Timeline } from './timeline';
import { watchWire } from './wire';

export interface ChaosOptions {
  seed: number;
  minutes: number;
  webs?: number;
  engines?: number;
  /** Only faults whose name or row has one of these words. */
  only?: readonly string[] | undefined;
  /** See `Timeline`. */
  patience?: number | undefined;
  /** A folder that gets the product's logs in the end. */
  keep?: string | undefined;
  print: (line: string) => void;
}

const EVERY_S = 20;
/** A show is whole again so long after any fault: cameras come back in 15 s (F8), sooner after others. */
const WHOLE_MS = 15_000;
/** How long it is waited for, when it is late. */
const HOPELESS_MS = 60_000;
/** A destination that was away is tried again after at most 15 s (F17), and sends with the next keyframe. */
const DESTINATION_MS = 40_000;

/**
 * A show of so many minutes with a fault every twenty seconds.
 *
 * @returns one line for each promise that did not hold
 */
export async function runChaos(options: ChaosOptions): Promise<string[]> {
  const { seed, minutes, webs = 1, engines = 1, only = [], keep, patience, print } = options;
  const table = FAULTS.filter(
    ({ name, row }) => only.length === 0 || only.some((word) => name.includes(word) || row === word),
  );
  if (table.length === 0) throw new Error(`No fault is called ${only.join(' or ')}.`);
  const plan = deal(seed, table, Math.max(1, Math.floor((minutes * 60) / EVERY_S)));
  print(`seed ${seed}: ${plan.length} faults, one every ${EVERY_S} s; ${webs} web, ${engines} engine`);
  const stage = await openStage({ minutes, webs, engines });
  const timeline = new Timeline(print, patience);
  let family: ReturnType<typeof watchFamily> | null = null;
  try {
    family = watchFamily(timeline, stage.show.product.supervisorPid);
    await perform(stage, timeline, seed, plan);
  } catch (error) {
    const evidence = error instanceof Error ? (error.stack ?? error.message) : String(error);
    timeline.violate({ atS: timeline.nowS(), what: 'the show could not go on', evidence });
  } finally {
    const had = family?.end() ?? [];
    if (keep !== undefined) await keepEvidence(stage, keep);
    await stage
      .close()
      .catch((error: unknown) =>
        timeline.violate({ atS: timeline.nowS(), what: 'the product did not stop', evidence: String(error) }),
      );
    for (const { pid, command } of stillRunning(had)) {
      timeline.violate({ atS: timeline.nowS(), what: 'a process is left', evidence: `${pid} ${command}` });
      process.kill(pid, 'SIGKILL');
    }
  }
  return timeline.violations();
}

async function keepEvidence({ show }: Stage, folder: string): Promise<void> {
  await cp(join(show.product.dataDir, 'logs'), folder, { recursive: true });
  await writeFile(join(folder, 'terminal.log'), show.product.output());
}

async function perform(stage: Stage, timeline: Timeline, seed: number, plan: readonly ChaosFault[]) {
  const { show } = stage;
  await show.ready();
  const { slug } = show.event;
  const pages = {
    director: await show.open(show.event.directorUrl),
    viewer: await show.open(show.event.watchUrl),
  };
  const crew = [openScreen('the crew’s screen', { audience: 'crew', slug }, show, timeline)];
  const audience = [openScreen('a viewer’s screen', { audience: 'public', slug }, show, timeline)];
  const wire = watchWire(timeline, stage.healthy.bytes);
  const connections = watchConnections(timeline, show.first);
  const chat = startChat(stage, timeline);
  const director = startDirector(show, timeline, diceOf(seed));
  timeline.say('the show is on the air');
  try {
    await pace(EVERY_S * 500);
    for (const [at, fault] of plan.entries()) {
      const begunMs = performance.now();
      await doFault(stage, timeline, fault, seed, at, director);
      await pace(EVERY_S * 1000 - (performance.now() - begunMs));
    }
    await director.rest();
    await destinationsBack(stage, timeline);
    const [main] = show.cameras;
    if (!main) throw new Error('There is no camera.');
    const last = await director.cut(main.cameraId);
    if (last.result !== 'acknowledged')
      timeline.violate({
        atS: last.sentS,
        what: 'the last cut was not accepted',
        evidence: last.says.join(' | '),
      });
    await checkPages(timeline, pages, 'Main stand', main.number);
    await checkOneState(timeline, stage, crew, audience);
    await chat.end();
    await checkCuts(timeline, stage, director);
    checkShown(timeline, director, crew);
    await checkSecrets(timeline, stage);
    wire.end();
    connections.end();
    checkWire(timeline, wire.silences);
    const air = await checkAir(timeline, show.first, connections.begunS);
    if (air.last?.mark?.camera !== main.number)
      timeline.violate({
        atS: timeline.nowS(),
        what: 'the last cut is not on the air',
        evidence: JSON.stringify(air.last),
      });
    const accepted = director.cuts.filter(({ result }) => result === 'acknowledged').length;
    timeline.say(
      `${accepted} of ${director.cuts.length} cuts accepted, ${chat.taken.length} chat messages, ${air.frames} pictures decoded`,
    );
  } finally {
    await director.rest();
    for (const screen of [...crew, ...audience]) screen.close();
  }
}

async function doFault(
  stage: Stage,
  timeline: Timeline,
  fault: ChaosFault,
  seed: number,
  at: number,
  director: Director,
): Promise<void> {
  const underway = await fault.begin(stage, diceOf(seed, at)).catch((error: unknown) => {
    // Such as a process that is not there at this moment.
    timeline.say(
      `     ${fault.name} could not begin: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  });
  if (!underway) return;
  const time = timeline.begin(fault, underway.says);
  await pace(underway.lastsMs);
  await until(`${fault.name} to be undone`, async () => {
    await underway.end();
    return true;
  });
  time.toS = timeline.nowS();
  await wholeAgain(stage, timeline, time, director);
}

/** Waits until the show is whole, and says how long it took. */
async function wholeAgain(
  stage: Stage,
  timeline: Timeline,
  time: FaultTime,
  director: Director,
): Promise<void> {
  const begun = performance.now();
  let missing = '';
  const isWhole = async () => {
    missing = await missingOf(stage).catch((error: unknown) => String(error));
    if (missing !== '') return false;
    missing = 'no cut was accepted';
    return director.cuts.some(({ sentS, result }) => sentS > time.toS && result === 'acknowledged');
  };
  await until('the show to be whole', isWhole, {
    timeoutMs: HOPELESS_MS * timeline.patience,
    everyMs: 200,
  }).catch(() => undefined);
  const tookMs = performance.now() - begun;
  if (tookMs > WHOLE_MS * timeline.patience)
    timeline.violate({
      atS: time.toS,
      what: `the show was not whole again for ${(tookMs / 1000).toFixed(1)} s`,
      evidence: missing || 'then it was',
    });
  const failed = director.cuts.filter(
    ({ sentS, result }) => sentS > time.fromS - 1 && result !== 'acknowledged',
  );
  timeline.say(
    `     whole again ${(tookMs / 1000).toFixed(1)} s after its end${failed.length > 0 ? `; ${failed.length} cuts not accepted` : ''}`,
  );
}

/** What a show without faults has, and is not there now; '' when all is. */
async function missingOf({ show }: Stage): Promise<string> {
  const answer = await fetch(`${show.product.baseUrl}/api/v1/events/${show.event.slug}`, {
    headers: { authorization: `Bearer ${show.product.token}` },
    signal: AbortSignal.timeout(3_000),
  });
  if (!answer.ok) return `the API answers ${answer.status}`;
  const state = (await answer.json()) as Awaited<ReturnType<typeof show.state>>;
  if (state.engine.status !== 'running') return `the engine is ${state.engine.status}`;
  const [healthy] = state.destinations;
  if (healthy?.status !== 'live') return `the healthy server is ${healthy?.status}: ${healthy?.verdict}`;
  const away = state.cameras.filter(({ connection }) => connection !== 'live');
  return away.map(({ label, connection }) => `${label} is ${connection}`).join(', ');
}

async function destinationsBack({ show }: Stage, timeline: Timeline): Promise<void> {
  const all = async () => (await show.state()).destinations;
  await until(
    'all destinations to be live',
    async () => (await all()).every(({ status }) => status === 'live'),
    {
      timeoutMs: DESTINATION_MS,
    },
  ).catch(async () => {
    const evidence = JSON.stringify(await all().catch(String));
    timeline.violate({ atS: timeline.nowS(), what: 'a server that listens again gets nothing', evidence });
  });
  timeline.say(`the show ends at ${clock(timeline.nowS())}`);
}
