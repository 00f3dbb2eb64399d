import { expect, test } from 'vitest';
import type { EventCommand, EventStatus } from '../contract/vocabulary';
import { afterCommand, afterHost, isOpen } from './event-status';

const to = (status: EventStatus) => ({ to: status });
const refused = { refused: expect.stringMatching(/\.$/) as unknown };

test.each<[EventCommand, EventStatus, unknown]>([
  ['publish', 'draft', to('ready')],
  ['publish', 'ready', 'same'],
  ['publish', 'live', 'same'],
  ['publish', 'ended', refused],
  ['start', 'draft', refused],
  ['start', 'ready', to('live')],
  ['start', 'live', 'same'],
  ['start', 'ended', refused],
  ['stop', 'draft', refused],
  ['stop', 'ready', refused],
  ['stop', 'live', to('ended')],
  ['stop', 'ended', 'same'],
  ['reopen', 'draft', refused],
  ['reopen', 'ready', 'same'],
  ['reopen', 'live', refused],
  ['reopen', 'ended', to('ready')],
])('%s of an event that is %s', (command, status, outcome) => {
  expect(afterCommand(status, command)).toEqual(outcome);
});

test.each<[EventCommand, EventStatus, unknown]>([
  ['start', 'ready', refused],
  ['start', 'ended', refused],
  ['stop', 'ready', to('ended')],
  ['stop', 'live', to('ended')],
  ['reopen', 'ended', to('ready')],
  ['publish', 'draft', to('ready')],
])('%s of a show that is %s', (command, status, outcome) => {
  expect(afterCommand(status, command, 'show')).toEqual(outcome);
});

test('a show follows its host between ready and live, and nobody opens a draft or a closed one by publishing', () => {
  const statuses: EventStatus[] = ['draft', 'ready', 'live', 'ended'];
  expect(statuses.map((status) => afterHost(status, true))).toEqual([null, 'live', null, null]);
  expect(statuses.map((status) => afterHost(status, false))).toEqual([null, null, 'ready', null]);
});

test('phones join before and during the event, not before it is published and not after', () => {
  const statuses: EventStatus[] = ['draft', 'ready', 'live', 'ended'];
  expect(statuses.filter(isOpen)).toEqual(['ready', 'live']);
});
