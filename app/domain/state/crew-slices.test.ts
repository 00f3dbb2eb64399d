import { expect, test } from 'vitest';
import { switchText } from './project';

test.each([
  ['cut', { toLabel: 'Halfway', actor: 'Anna', source: 'director' }, 'Cut to Halfway by Anna.'],
  ['cut', { toLabel: null, actor: 'Anna', source: 'director' }, 'Slate on the air by Anna.'],
  ['slate', { actor: 'Anna', source: 'director' }, 'Slate on the air by Anna.'],
  [
    'cut',
    { fromLabel: 'Halfway', toLabel: 'Goal', actor: 'engine', source: 'failover' },
    'The program went from Halfway to Goal automatically.',
  ],
  [
    'slate',
    { source: 'failover', actor: 'engine' },
    'The program went from the slate to the slate automatically.',
  ],
  ['cut', { toLabel: 'Halfway', source: 'auto', actor: 'engine' }, 'Back on Halfway automatically.'],
  ['graphic', { graphicName: 'Clock', shown: true, actor: 'Anna' }, 'Clock on by Anna.'],
  ['graphic', { graphicName: 'Clock', shown: false, actor: 'Anna' }, 'Clock off by Anna.'],
  ['fade', { faded: true, actor: 'Anna' }, 'Faded to black by Anna.'],
  ['fade', { faded: false, actor: 'Anna' }, 'Faded in by Anna.'],
])('%s %o reads "%s"', (kind, data, text) => {
  expect(switchText(kind, data)).toBe(text);
});
