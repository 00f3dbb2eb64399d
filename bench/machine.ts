import { cpus, release, totalmem } from 'node:os';
import { findFfmpeg } from '../setup/find-ffmpeg';
import { output } from '../setup/command';
import { busyShare } from './cpu';

/** What the figures depend on and a reader cannot know: one line each. */
export async function machineFacts(): Promise<string[]> {
  const cores = cpus();
  const livekit = await output(process.env.TOUCHLINE_LIVEKIT_BINARY ?? 'livekit-server', ['--version']);
  const chromium = await output(process.env.CHROMIUM_PATH ?? 'chromium', ['--version']);
  return [
    `${cores.length} cores (${cores[0]?.model ?? 'unknown'}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}`,
    `Node ${process.versions.node}, ffmpeg ${(await findFfmpeg()).version}, ${livekit?.trim() ?? 'LiveKit unknown'}, ${/Chrom.*/.exec(chromium ?? '')?.[0] ?? 'no Chromium'}`,
    `${((await busyShare(2_000)) * 100).toFixed(0)} % busy with other things at the beginning: figures are worth something on a quiet machine only`,
  ];
}
