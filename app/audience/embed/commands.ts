/**
 * What a page that embeds the player and the player say to each other by `postMessage`; documented in
 * docs/embed.md. Nothing of it is secret: the player says it to whichever site frames it, and the event's
 * owner decides which sites may.
 */
export const FROM_PLAYER = 'touchline';
const TO_PLAYER = 'touchline-player';

/**
 * ready: it listens. live, ended: how the event stands. sound, chat, way: how the player stands, after each
 * change.
 */
export type PlayerMessage =
  | { type: 'ready'; room: string; status: 'ready' | 'live' | 'ended' }
  | { type: 'live' | 'ended'; room: string }
  | { type: 'sound'; room: string; muted: boolean }
  | { type: 'chat'; room: string; shown: boolean }
  | { type: 'way'; room: string; way: 'webrtc' | 'hls' };

const COMMANDS = ['mute', 'unmute', 'showChat', 'hideChat'] as const;
export type PlayerCommand = (typeof COMMANDS)[number];

/**
 * The command in a message of the embedding page; null for everything else, such as the messages of other
 * scripts there.
 */
export function parseCommand(data: unknown): PlayerCommand | null {
  if (typeof data !== 'object' || data === null) return null;
  if (!('target' in data) || data.target !== TO_PLAYER || !('type' in data)) return null;
  return COMMANDS.find((command) => command === data.type) ?? null;
}

/** What the page that embeds receives. */
export function envelope(message: PlayerMessage): PlayerMessage & { source: typeof FROM_PLAYER } {
  return { source: FROM_PLAYER, ...message };
}
