import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { LoudnessMeter } from '../../engine/audio/loudness';
import { TruePeakLimiter } from '../../engine/audio/true-peak-limiter';

/** Our loudness and true peaks against those that ffmpeg's `ebur128` measures on the same samples. */
const RATE = 48_000;
const BLOCK = 1600;

let seed = 11;
const random = () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31 - 0.5;
};

/** A minute of tones, noise, speech-like bursts, quiet and silence, differing between the channels. */
function show(): Float32Array {
  const samples = new Float32Array(60 * RATE * 2);
  for (let n = 0; n < samples.length / 2; n += 1) {
    const second = n / RATE;
    const part = Math.floor(second / 6);
    const loud = [0.3, 0.05, 0.5, 0.002, 0, 0.15, 0.8, 0.02, 0.3, 0.1][part] ?? 0;
    const burst = part % 3 === 2 ? Math.max(0, Math.sin(2 * Math.PI * 3 * second)) : 1;
    const hum = Math.sin(2 * Math.PI * 60 * second) * 0.3 + Math.sin(2 * Math.PI * 5000 * second) * 0.2;
    samples[n * 2] = loud * burst * (hum + random());
    samples[n * 2 + 1] = loud * burst * (0.5 * Math.sin(2 * Math.PI * 997 * second) + 0.4 * random());
  }
  return samples;
}

async function ebur128(samples: Float32Array): Promise<{ out: string; summary: string }> {
  const filter = 'ebur128=peak=true:metadata=1,ametadata=print:file=-';
  const input = ['-f', 'f32le', '-ar', String(RATE), '-ac', '2', '-i', 'pipe:0'];
  const args = ['-nostats', '-hide_banner', ...input, '-af', filter, '-f', 'null', '-'];
  const child = spawn(process.env.FFMPEG_PATH ?? 'ffmpeg', args, { stdio: 'pipe' });
  const texts = [child.stdout, child.stderr].map(async (stream) => {
    const chunks: Buffer[] = [];
    for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  });
  const exit = once(child, 'exit');
  child.stdin.end(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  const [out = '', errors = ''] = await Promise.all(texts);
  expect(await exit).toEqual([0, null]);
  return { out, summary: errors.slice(errors.lastIndexOf('Summary:')) };
}

const figure = (text: string, name: string) => Number(new RegExp(`${name}:\\s+(-?[\\d.]+)`).exec(text)?.[1]);

test('M, S, I and LRA are those of ffmpeg at every 100 ms of a minute', async () => {
  const samples = show();
  const { out, summary } = await ebur128(samples);
  const meter = new LoudnessMeter();
  const ours: { M: number | null; S: number | null; I: number | null }[] = [];
  for (let from = 0; from < samples.length; from += BLOCK * 2) {
    meter.add(samples.slice(from, from + BLOCK * 2), BLOCK);
    if (((from / 2 + BLOCK) * 10) % RATE !== 0) continue;
    const { momentary: M, shortTerm: S, integrated: I } = meter.read();
    ours.push({ M, S, I });
  }
  const theirs = (name: string) =>
    [...out.matchAll(new RegExp(`lavfi\\.r128\\.${name}=(-?[\\d.]+|nan|-inf)`, 'g'))].map(([, text]) =>
      Number(text),
    );
  for (const name of ['M', 'S', 'I'] as const) {
    const all = theirs(name);
    expect(all).toHaveLength(600);
    const compared = ours.flatMap((one, i) => {
      const value = one[name];
      // Below the absolute gate ours says nothing.
      return value === null || i < 30 ? [] : [Math.abs(value - (all[i] ?? 0))];
    });
    expect(compared.length).toBeGreaterThan(400);
    expect(Math.max(...compared)).toBeLessThan(0.1);
  }
  const { integrated, range } = meter.read();
  expect(Math.abs((integrated ?? 0) - figure(summary, 'I'))).toBeLessThan(0.1);
  // ffmpeg counts the windows of the first 3 s as well, which are not full.
  expect(Math.abs((range ?? 0) - figure(summary, 'LRA'))).toBeLessThan(0.5);
});

test('what the limiter lets through has true peaks of -1 dBTP at most, as ffmpeg measures them', async () => {
  const samples = show();
  // Far too loud, with tones between whose samples the peaks lie.
  for (let n = 0; n < samples.length / 2; n += 1) {
    const tone = Math.floor(n / RATE) % 4 === 0 ? 1.5 * Math.sin((Math.PI * n) / 2 + Math.PI / 4) : 0;
    samples[n * 2] = (samples[n * 2] ?? 0) * 8 + tone;
    samples[n * 2 + 1] = (samples[n * 2 + 1] ?? 0) * 6 + tone;
  }
  const before = await ebur128(samples);
  expect(figure(before.summary, 'Peak')).toBeGreaterThan(10);
  const limiter = new TruePeakLimiter();
  const began = performance.now();
  for (let from = 0; from < samples.length; from += BLOCK * 2) {
    limiter.process(samples.subarray(from, from + BLOCK * 2), BLOCK);
  }
  const tickUs = ((performance.now() - began) * 1000) / (samples.length / 2 / BLOCK);
  const { summary } = await ebur128(samples);
  const peakDb = figure(summary, 'Peak');
  process.stdout.write(
    `true peak ${peakDb} dBTP; ${tickUs.toFixed(0)} µs a tick where all of it is limited\n`,
  );
  expect(peakDb).toBeLessThanOrEqual(-1);
  expect(peakDb).toBeGreaterThan(-2);
});
