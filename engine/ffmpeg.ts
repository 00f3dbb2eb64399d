/**
 * For every ffmpeg that a stream reaches, before each `-i` (safety T14): it reads from pipes and opens
 * nothing else, whatever the stream asks for. Only `recordings/whole-file.ts` reads a file, which the engine
 * wrote.
 */
export const PIPES_ONLY = ['-protocol_whitelist', 'pipe'] as const;

/** What ffmpeg needs of the engine's environment, which also holds the keys of everything (safety T10). */
const NEEDED = ['PATH', 'TMPDIR', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'TZ'] as const;

export function ffmpegEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV } = process.env;
  return { NODE_ENV, ...Object.fromEntries(NEEDED.map((name) => [name, process.env[name]])) };
}
