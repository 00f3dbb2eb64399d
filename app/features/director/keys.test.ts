import { describe, expect, it } from 'vitest';
import { keyAction, type KeyPress } from './keys';

const press = (code: string, key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  ...more,
});

describe('keys of the director', () => {
  it('puts a camera on preview by its number, on the number pad too', () => {
    expect(keyAction(press('Digit3', '3'))).toEqual({ type: 'preview', number: 3 });
    expect(keyAction(press('Numpad3', '3'))).toEqual({ type: 'preview', number: 3 });
  });
  it('cuts hot with Shift, whatever sign the keyboard makes of it', () => {
    expect(keyAction(press('Digit1', '!', { shiftKey: true }))).toEqual({ type: 'hot-cut', number: 1 });
    expect(keyAction(press('Digit1', '1', { shiftKey: true }))).toEqual({ type: 'hot-cut', number: 1 });
  });
  it('cuts with Space, fades with F, helps with ?', () => {
    expect(keyAction(press('Space', ' '))).toEqual({ type: 'cut' });
    expect(keyAction(press('KeyF', 'f'))).toEqual({ type: 'fade' });
    expect(keyAction(press('Slash', '?', { shiftKey: true }))).toEqual({ type: 'help' });
  });
  it('makes AUTO with Enter, on the number pad too, and opens the layouts with L', () => {
    expect(keyAction(press('Enter', 'Enter'))).toEqual({ type: 'auto' });
    expect(keyAction(press('NumpadEnter', 'Enter'))).toEqual({ type: 'auto' });
    expect(keyAction(press('Enter', 'Process'))).toEqual({ type: 'auto' });
    expect(keyAction(press('KeyL', 'д'))).toEqual({ type: 'layouts' });
    for (const more of [{ shiftKey: true }, { ctrlKey: true }, { altKey: true }, { repeat: true }])
      expect(keyAction(press('Enter', 'Enter', more))).toBeNull();
  });
  it('moves the first graphics of the list by the row of letters below the digits', () => {
    expect(keyAction(press('KeyQ', 'q'))).toEqual({ type: 'graphic', index: 0 });
    expect(keyAction(press('KeyP', 'з'))).toEqual({ type: 'graphic', index: 9 });
    expect(keyAction(press('KeyQ', 'Q', { shiftKey: true }))).toBeNull();
  });
  it('asks for help with a question mark, wherever it lies, and never cuts by it', () => {
    expect(keyAction(press('Digit7', '?', { shiftKey: true }))).toEqual({ type: 'help' });
    expect(keyAction(press('Minus', '?', { shiftKey: true }))).toEqual({ type: 'help' });
    expect(keyAction(press('KeyW', '?', { ctrlKey: true, altKey: true }))).toEqual({ type: 'help' });
    expect(keyAction(press('Slash', '?', { ctrlKey: true }))).toBeNull();
    expect(keyAction(press('KeyM', '?', { shiftKey: true }))).toEqual({ type: 'help' });
    expect(keyAction(press('Slash', '\u061f', { shiftKey: true }))).toEqual({ type: 'help' });
  });
  it('goes by the place of a key: Caps Lock, Cyrillic and an input method change nothing', () => {
    for (const key of ['F', 'а', 'Process']) expect(keyAction(press('KeyF', key))).toEqual({ type: 'fade' });
    expect(keyAction(press('KeyF', 'F', { shiftKey: true }))).toBeNull();
    expect(keyAction(press('Digit2', 'é'))).toEqual({ type: 'preview', number: 2 });
    expect(keyAction(press('Digit2', '2', { shiftKey: true }))).toEqual({ type: 'hot-cut', number: 2 });
  });
  it('leaves the browser its own keys, and a held key counts once', () => {
    expect(keyAction(press('KeyF', 'f', { ctrlKey: true }))).toBeNull();
    expect(keyAction(press('Digit1', '1', { metaKey: true }))).toBeNull();
    expect(keyAction(press('Space', ' ', { repeat: true }))).toBeNull();
    expect(keyAction(press('KeyX', 'x'))).toBeNull();
  });
});
