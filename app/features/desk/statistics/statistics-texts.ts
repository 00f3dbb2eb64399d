import type { ViewerNumbers } from '../../../../contract/messages';

const PLATFORMS: Record<string, string> = { youtube: 'YouTube', twitch: 'Twitch' };

/**
 * `20 here, 4 embedded, 50 YouTube`: only parts that are there, and nothing of platforms that told nothing.
 */
export function partsText({ page, embed, platforms }: ViewerNumbers): string {
  const parts = [
    `${page} here`,
    ...(embed > 0 ? [`${embed} embedded`] : []),
    ...Object.entries(platforms).map(([plugin, viewers]) => `${viewers} ${PLATFORMS[plugin] ?? plugin}`),
  ];
  return parts.join(', ');
}

const OUTPUTS: Record<string, string> = {
  recording: 'Recording',
  viewers: 'Watch page',
  hls: 'Watch page, second way',
};

/** What an output is called; a destination that is gone has lost its name. */
export function outputName({ output, label }: { output: string; label: string | null }): string {
  return label ?? OUTPUTS[output] ?? 'Removed destination';
}

/** `99.8 %`, and 100 only where nothing is missing. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '–';
  const tenths = Math.floor((part / whole) * 1000) / 10;
  return `${tenths === 100 ? '100' : tenths.toFixed(1)} %`;
}
