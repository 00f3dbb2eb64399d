import { describe, expect, expectTypeOf, it } from 'vitest';
import { type CommandHandlers, envelope, parseCommand } from './parent-window';

describe('a message to the player', () => {
  it.each(['mute', 'unmute', 'showChat', 'hideChat'])('%s is a command', (type) => {
    expect(parseCommand({ target: 'touchline-player', type })).toBe(type);
    // More fields may come with a later version of the other side.
    expect(parseCommand({ target: 'touchline-player', type, at: 1 })).toBe(type);
  });

  it.each([
    [null],
    [undefined],
    ['mute'],
    [42],
    [[]],
    [{ type: 'mute' }],
    [{ target: 'other', type: 'mute' }],
    [{ target: 'touchline-player' }],
    [{ target: 'touchline-player', type: 'toString' }],
    [{ target: 'touchline-player', type: ['mute'] }],
    [{ target: { name: 'touchline-player' }, type: 'mute' }],
    // The player's own words, which another player on the same page may send around.
    [envelope({ type: 'live', room: 'cup' })],
  ])('%j is none', (data) => {
    expect(parseCommand(data)).toBeNull();
  });
});

it('a command that the player has nothing to do for does not compile', () => {
  const some = { mute: () => undefined, unmute: () => undefined, showChat: () => undefined };
  // @ts-expect-error: `hideChat` is missing
  const forgetful: CommandHandlers = some;
  expectTypeOf(forgetful).toBeObject();
});

it('a message of the player names itself, so that the page can tell it from others', () => {
  expect(envelope({ type: 'sound', room: 'cup', muted: false })).toEqual({
    source: 'touchline',
    type: 'sound',
    room: 'cup',
    muted: false,
  });
});
