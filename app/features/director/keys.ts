export type KeyAction =
  | { type: 'preview'; number: number }
  | { type: 'hot-cut'; number: number }
  | { type: 'cut' }
  | { type: 'fade' }
  | { type: 'help' };

export interface KeyPress {
  key: string;
  /** Where the key lies: Shift+1 is a letter on one keyboard and a sign on another, Digit1 on all. */
  code: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/**
 * What a key does on the desk; null for keys that belong to the browser or to nobody. A held key counts once.
 */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.repeat) return null;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
  if (digit) return { type: press.shiftKey ? 'hot-cut' : 'preview', number: Number(digit) };
  if (press.key === '?') return { type: 'help' };
  if (press.shiftKey) return null;
  if (press.code === 'Space') return { type: 'cut' };
  if (press.key === 'f') return { type: 'fade' };
  return null;
}

/** For the help: what each key does, in words. */
export const KEY_HELP: { keys: string; does: string }[] = [
  { keys: '1 – 9', does: 'Set the camera of that number as next (preview)' },
  { keys: 'Shift + 1 – 9', does: 'Cut to that camera at once' },
  { keys: 'Space', does: 'Cut to what is on preview' },
  { keys: 'F', does: 'Fade to black, and back' },
  { keys: '?', does: 'Show and hide these keys' },
  { keys: 'Tab, arrows, Enter', does: 'Walk through the controls and press them' },
];
