import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BEEP_HZ, MAX_CAMERAS, toneHz } from '../../../demo/mark/code';

export interface DecodedSound {
  /** Mono, −1 … 1. */
  samples: Float32Array;
  rateHz: number;
  /** Presentation time of the first sample in the file. */
  startMs: number;
}

/**
 * Decodes a file's first sound, both channels together or one of them. Gaps are filled with silence, so that
 * a sample's place is its time.
 */
export async function decodeSound(
  file: string,
  rateHz: 8_000 | 48_000 = 48_000,
  channel?: 'left' | 'right',
): Promise<DecodedSound> {
  const startS = await startOf(file);
  const steady = `aresample=${rateHz}:async=1:first_pts=${Math.round(startS * rateHz)}`;
  const one = channel ? `,pan=mono|c0=${channel === 'left' ? 'FL' : 'FR'}` : '';
  const args = [
    '-nostdin',
    '-v',
    'error',
    '-copyts',
    '-i',
    file,
    '-map',
    '0:a:0',
    '-af',
    steady + one,
    '-ac',
    '1',
  ];
  const out = await output('ffmpeg', [...args, '-f', 'f32le', 'pipe:1']);
  const samples = new Float32Array(out.length >> 2);
  for (let i = 0; i < samples.length; i++) samples[i] = out.readFloatLE(i * 4);
  return { samples, rateHz, startMs: startS * 1000 };
}

async function startOf(file: string): Promise<number> {
  const args = [
    '-v',
    'error',
    '-select_streams',
    'a:0',
    '-show_entries',
    'stream=start_time',
    '-of',
    'csv=p=0',
    file,
  ];
  const seconds = Number.parseFloat((await output('ffprobe', args)).toString());
  return Number.isFinite(seconds) ? seconds : 0;
}

async function output(command: string, args: string[]): Promise<Buffer> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) chunks.push(chunk);
  const [code] = (await exit) as [number | null];
  if (code !== 0) throw new Error(`${command} could not read the sound.`);
  return Buffer.concat(chunks);
}

/**
 * Amplitude of one frequency in a stretch of sound.
 *
 * @param fromMs and `toMs` by the file's presentation times
 */
export function amplitudeOf(sound: DecodedSound, hz: number, fromMs: number, toMs: number): number {
  const at = (ms: number) => Math.round(((ms - sound.startMs) * sound.rateHz) / 1000);
  const shaped = hann(sound.samples.subarray(at(fromMs), at(toMs)));
  return Math.sqrt(power(shaped, 0, shaped.length, hz, sound.rateHz));
}

/** Power of one frequency in a stretch of samples (Goertzel), as the square of the amplitude of a sine. */
function power(samples: Float32Array, from: number, count: number, hz: number, rateHz: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / rateHz);
  let a = 0;
  let b = 0;
  const end = Math.min(samples.length, from + count);
  for (let i = from; i < end; i++) {
    const next = (samples[i] ?? 0) + k * a - b;
    b = a;
    a = next;
  }
  return ((a * a + b * b - k * a * b) * 4) / (count * count);
}

/**
 * Amplitude of 1 kHz above which a beep is on: a third of what the cameras send, ten times what the crowd has
 * there.
 */
const BEEP_ON = 0.1;

/** When each beep begins, ms from the first sample, to about 2 ms. */
export function findBeeps(sound: Pick<DecodedSound, 'samples' | 'rateHz'>): number[] {
  const { samples, rateHz } = sound;
  const window = Math.round(rateHz / 200);
  const step = Math.max(1, Math.round(rateHz / 1000));
  const found: number[] = [];
  let quietUntil = 0;
  for (let at = 0; at + window <= samples.length; at += step) {
    if (at < quietUntil) continue;
    const level = Math.sqrt(power(samples, at, window, BEEP_HZ, rateHz));
    // Half the window full of a beep of this strength: it begins in the middle.
    if (level < BEEP_ON || !lasts(samples, at, rateHz)) continue;
    const full = Math.sqrt(power(samples, at + Math.round(rateHz / 25), window, BEEP_HZ, rateHz));
    const filled = Math.min(1, level / full);
    found.push(((at + window * (1 - filled)) * 1000) / rateHz);
    quietUntil = at + rateHz;
  }
  return found;
}

/** A click or a shout is no beep: 1 kHz has to be there 20, 40 and 60 ms later too. */
function lasts(samples: Float32Array, at: number, rateHz: number): boolean {
  const window = Math.round(rateHz / 100);
  return [0.02, 0.04, 0.06].every(
    (later) => Math.sqrt(power(samples, at + Math.round(later * rateHz), window, BEEP_HZ, rateHz)) >= BEEP_ON,
  );
}

/**
 * The tone must have this amplitude at least (the cameras send 0.014), and three times the power of every
 * other camera's.
 */
const TONE_ON = 0.003;
const TONE_CLEAR = 3;

/**
 * Whose sound this is, by the faint tone of each simulated camera: the camera's number, or null (silence, a
 * beep, a mix of two). Needs 150 ms at least.
 *
 * @param fromMs and `lengthMs` from the first sample; the whole by default
 */
export function toneOf(
  sound: Pick<DecodedSound, 'samples' | 'rateHz'>,
  fromMs = 0,
  lengthMs = (sound.samples.length * 1000) / sound.rateHz - fromMs,
): number | null {
  const from = Math.round((fromMs * sound.rateHz) / 1000);
  const count = Math.round((lengthMs * sound.rateHz) / 1000);
  const shaped = hann(sound.samples.subarray(from, from + count));
  const strengths = Array.from({ length: MAX_CAMERAS }, (_, i) => ({
    camera: i + 1,
    power: power(shaped, 0, shaped.length, toneHz(i + 1), sound.rateHz),
  })).sort((a, b) => b.power - a.power);
  const [first, second] = strengths;
  if (!first || !second) return null;
  return first.power >= TONE_ON ** 2 && first.power >= TONE_CLEAR * second.power ? first.camera : null;
}

/**
 * A window without edges, so that a loud neighbour does not leak into every frequency; scaled to keep
 * amplitudes.
 */
function hann(samples: Float32Array): Float32Array {
  return samples.map((value, i) => value * (1 - Math.cos((2 * Math.PI * i) / samples.length)));
}
