// A file of its own: programs.ts, which uses it, is a long table; the benchmarks use it, too.

import { output } from './command';

const OLDEST = 5;

/**
 * Why this ffmpeg cannot be used: older than 5, or without an encoder that the engine uses; null when it can.
 */
export async function ffmpegError(path: string): Promise<string | null> {
  const { version, banner } = await ffmpegVersion(path);
  // Builds from a repository's head are called N-12345-g…; they are newer than any release we require.
  const major = /^n?(\d+)\./.exec(version)?.[1];
  if (major !== undefined && Number(major) < OLDEST)
    return `ffmpeg ${OLDEST} or later is needed, and ${path} is ${version}.`;
  const lacking = ['libx264', 'libopus'].filter((library) => !banner.includes(`--enable-${library}`));
  return lacking.length > 0 ? `${path} was built without ${lacking.join(' and ')}.` : null;
}

/** @param banner the whole output of -version */
export async function ffmpegVersion(path: string): Promise<{ version: string; banner: string }> {
  const banner = (await output(path, ['-hide_banner', '-version'])) ?? '';
  return { version: /^ffmpeg version (\S+)/.exec(banner)?.[1] ?? 'unknown', banner };
}
