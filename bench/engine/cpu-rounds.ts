import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startRtmpStation } from '../../tests/support/rtmp-station';
import { type Closing, closingAfter } from '../closing';
import { memoryOfTree, totalOf, watchCpu, type Window } from '../cpu';
import { mean } from '../figures';
import { openNeighbours } from './neighbours';
import { opusCpu } from './opus';
import { partOf, type Part } from './parts';
import { recordOnAirCamera, watchReference } from './reference';
import { openShow, type Show } from './show';

export interface CpuOptions {
  windowS: number;
  warmUpS: number;
}

/** CPU seconds per minute of program. */
export interface EngineCost {
  whole: number;
  parts: Record<Part, number>;
  fps: number;
  busy: number;
  stolen: number;
}

export interface Round {
  /** With one destination; the mean of a window before and one after that with two. */
  one: EngineCost;
  two: EngineCost;
  memoryBytes: number;
  /** The one ffmpeg, alone on the machine, and next to the same cameras and a media server. */
  alone: number;
  beside: number;
}

export interface CpuBench {
  /** The engine, then the reference, so that changes of the machine meet both. */
  round(): Promise<Round>;
  /** CPU seconds per minute of Opus alone. */
  opus: number;
}

/** Records what the reference encodes, and measures what is the same in every round. */
export async function prepareCpu(options: CpuOptions, closing: Closing): Promise<CpuBench> {
  const dir = await mkdtemp(join(tmpdir(), 'touchline-bench-'));
  closing.add(() => rm(dir, { recursive: true, force: true }));
  const recording = await recordOnAirCamera(dir);
  return {
    opus: await opusCpu(recording.sound, dir),
    async round() {
      const engine = await watchEngine(options);
      const alone = perMinute(await watchReference(recording, options.windowS));
      const beside = await closingAfter(async (inner) => {
        await openNeighbours(inner);
        return perMinute(await watchReference(recording, options.windowS));
      });
      return { ...engine, alone, beside };
    },
  };
}

/** One production: a window with one destination, one with two, one with one again. */
async function watchEngine({
  windowS,
  warmUpS,
}: CpuOptions): Promise<Pick<Round, 'one' | 'two' | 'memoryBytes'>> {
  return closingAfter(async (closing) => {
    const show = await openShow({ camerasApart: false, closing });
    const [first, second] = [
      await startRtmpStation(show.dir, 'first'),
      await startRtmpStation(show.dir, 'second'),
    ];
    closing.add(() => first.close());
    closing.add(() => second.close());
    await show.addDestination(first);
    await wait(warmUpS * 1000);
    const before = await watchProgram(show, windowS);
    const memoryBytes = memoryOfTree(show.enginePid);
    const added = await show.addDestination(second);
    await wait(2_000);
    const two = await watchProgram(show, windowS);
    await show.removeDestination(added);
    await wait(2_000);
    const after = await watchProgram(show, windowS);
    return { one: middle(before, after), two, memoryBytes };
  });
}

async function watchProgram(show: Show, seconds: number): Promise<EngineCost> {
  const fps: number[] = [];
  const window = await watchCpu(show.enginePid, seconds, partOf, async () =>
    fps.push((await show.state()).engine.fps),
  );
  // A program that runs slower than real time makes less of it in a minute.
  const scale = 60 / (window.seconds * Math.min(1, mean(fps) / 30));
  const cost = (part: Part) => (window.parts.get(part) ?? 0) * scale;
  return {
    whole: totalOf(window.parts) * scale,
    parts: perPart(cost),
    fps: mean(fps),
    busy: window.busy,
    stolen: window.stolen,
  };
}

function middle(a: EngineCost, b: EngineCost): EngineCost {
  return {
    whole: mean([a.whole, b.whole]),
    parts: perPart((part) => mean([a.parts[part], b.parts[part]])),
    fps: mean([a.fps, b.fps]),
    busy: mean([a.busy, b.busy]),
    stolen: mean([a.stolen, b.stolen]),
  };
}

function perPart(value: (part: Part) => number): Record<Part, number> {
  return {
    engine: value('engine'),
    encoder: value('encoder'),
    recorder: value('recorder'),
    viewers: value('viewers'),
  };
}

const perMinute = (window: Window): number => (totalOf(window.parts) * 60) / window.seconds;
