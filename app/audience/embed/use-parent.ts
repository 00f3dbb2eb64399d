import { useEffect, useRef } from 'react';
import { envelope, parseCommand, type PlayerCommand, type PlayerMessage } from './commands';

/** Says something to the page that frames this one, when there is one. */
function tell(message: PlayerMessage): void {
  // To whichever it is: `frame-ancestors` has decided who may frame us, and nothing that is said is secret.
  if (window.parent !== window) window.parent.postMessage(envelope(message), '*');
}

/** Tells the embedding page each new message (by its content), in order. */
export function useTold(message: PlayerMessage | null): void {
  const text = message && JSON.stringify(message);
  const told = useRef<string | null>(null);
  useEffect(() => {
    if (message === null || text === told.current) return;
    told.current = text;
    tell(message);
  }, [message, text]);
}

/** Hears the commands of the embedding page, and of no other window. */
export function useCommands(obey: (command: PlayerCommand) => void): void {
  const latest = useRef(obey);
  useEffect(() => {
    latest.current = obey;
  });
  useEffect(() => {
    const heard = (event: MessageEvent<unknown>) => {
      if (event.source !== window.parent || window.parent === window) return;
      const command = parseCommand(event.data);
      if (command) latest.current(command);
    };
    window.addEventListener('message', heard);
    return () => window.removeEventListener('message', heard);
  }, []);
}
