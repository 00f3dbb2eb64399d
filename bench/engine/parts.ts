/** The processes of the engine, by their program. */
export const PARTS = ['engine', 'encoder', 'recorder', 'viewers'] as const;
export type Part = (typeof PARTS)[number];

/**
 * Classifies a process below the engine by its command line. The engine itself with its RTMP destinations,
 * and anything unknown, is `engine`.
 */
export function partOf(command: string): Part {
  if (command.includes('whip')) return 'viewers';
  if (command.includes('libx264')) return 'encoder';
  if (command.includes('-f mp4')) return 'recorder';
  return 'engine';
}
