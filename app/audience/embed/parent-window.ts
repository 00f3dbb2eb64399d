import { useEffect, useRef } from 'react';
import type { Transport } from '../../../contract/vocabulary';

/**
 * The messages between the player and the page that embeds it, by `postMessage` (docs/embed.md). Nothing of
 * it is secret: the player posts to any site that frames it, and the event's owner decides which sites may.
 */
const FROM_PLAYER = 'touchline';
const TO_PLAYER = 'touchline-player';

/**
 * ready: it takes commands. live, ended: the event's status. sound, chat, way: the player's, after each
 * change.
 */
export type PlayerMessage =
  | { type: 'ready'; room: string; status: 'ready' | 'live' | 'ended' }
  | { type: 'live' | 'ended'; room: string }
  | { type: 'sound'; room: string; muted: boolean }
  | { type: 'chat'; room: string; shown: boolean }
  | { type: 'way'; room: string; way: Transport };

const COMMANDS = ['mute', 'unmute', 'showChat', 'hideChat'] as const;
export type PlayerCommand = (typeof COMMANDS)[number];
/** One that is left out does not compile. */
export type CommandHandlers = Record<PlayerCommand, () => void>;

/**
 * The command in a message of the embedding page; null for everything else, such as the messages of other
 * scripts there.
 */
export function parseCommand(data: unknown): PlayerCommand | null {
  if (typeof data !== 'object' || data === null) return null;
  if (!('target' in data) || data.target !== TO_PLAYER || !('type' in data)) return null;
  return COMMANDS.find((command) => command === data.type) ?? null;
}

/** A message as the embedding page gets it. */
export function envelope(message: PlayerMessage): PlayerMessage & { source: typeof FROM_PLAYER } {
  return { source: FROM_PLAYER, ...message };
}

/** Posts each message to the page that frames this one, when its content differs from the last one's. */
export function useParentMessage(message: PlayerMessage | null): void {
  const text = message && JSON.stringify(message);
  const posted = useRef<string | null>(null);
  useEffect(() => {
    if (message === null || text === posted.current) return;
    posted.current = text;
    // To any origin: `frame-ancestors` has decided who may frame us.
    if (window.parent !== window) window.parent.postMessage(envelope(message), '*');
  }, [message, text]);
}

/** Takes the commands of the embedding page, and of no other window. */
export function useParentCommands(handlers: CommandHandlers): void {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const onMessage = (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || window.parent === window) return;
      const command = parseCommand(event.data);
      if (command) latest.current[command]();
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
}
