import { useEffect, useRef, useState } from 'react';
import { useToast } from '../../../ui/toast';
import { sentenceOf } from '../../crew/commands';

/** A hand on a fader makes far more positions than anybody can hear. */
const SEND_EVERY_MS = 100;
/** How long after its answer a move still counts as newer than the state. */
const UPDATE_LAG_MS = 500;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A control under a hand: shows the hand's value at once, and sends the latest one, one at a time and ten a
 * second at most. Afterwards it shows what everybody has, also where somebody else has moved it.
 */
export function useControl<T>(
  value: T,
  send: (value: T) => Promise<unknown>,
): [shown: T, move: (value: T) => void] {
  const say = useToast();
  const [held, setHeld] = useState<{ value: T } | null>(null);
  const latest = useRef<{ value: T } | null>(null);
  const sending = useRef(false);
  useEffect(() => {
    if (held && !sending.current && held.value === value) setHeld(null);
  }, [held, value]);

  const work = async () => {
    sending.current = true;
    try {
      for (let next = latest.current; next; next = latest.current) {
        latest.current = null;
        await Promise.all([send(next.value), wait(SEND_EVERY_MS)]);
      }
    } catch (error) {
      latest.current = null;
      say(sentenceOf(error));
    } finally {
      sending.current = false;
    }
    await wait(UPDATE_LAG_MS);
    if (!sending.current) setHeld(null);
  };
  const move = (next: T) => {
    setHeld({ value: next });
    latest.current = { value: next };
    if (!sending.current) void work();
  };
  return [held ? held.value : value, move];
}
