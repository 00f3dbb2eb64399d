import { expect, test } from 'vitest';
import { afterCommand, type EventCommand, type EventStatus, isOpen } from './event-status';

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

test('phones join before and during the event, not before it is published and not after', () => {
  const statuses: EventStatus[] = ['draft', 'ready', 'live', 'ended'];
  expect(statuses.filter(isOpen)).toEqual(['ready', 'live']);
});
