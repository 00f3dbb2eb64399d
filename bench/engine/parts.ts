/** The processes of the whole engine, by what they run. */
export const PARTS = ['engine', 'encoder', 'recorder', 'viewers'] as const;
export type Part = (typeof PARTS)[number];

/**
 * What a process below the engine is, by its command line. The engine itself with its RTMP destinations, and
 * what nobody knows, is `engine`.
 */
export function partOf(command: string): Part {
  if (command.includes('whip')) return 'viewers';
  if (command.includes('libx264')) return 'encoder';
  if (command.includes('-f mp4')) return 'recorder';
  return 'engine';
}
