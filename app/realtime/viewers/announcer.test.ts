import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Announcer } from './announcer';

const EVERY_MS = 40;

function announcer() {
  const told: number[] = [];
  const numbers = { match: undefined as number | undefined };
  const made = new Announcer<number>({
    number: () => numbers.match,
    same: (a, b) => a === b,
    announce: (_, number) => told.push(number),
    everyMs: EVERY_MS,
  });
  return {
    told,
    made,
    set(number: number) {
      numbers.match = number;
      made.look('match');
    },
  };
}

test('the first number is announced at once, a crowd of changes once more with the last of them', async () => {
  const { told, set, made } = announcer();
  for (let number = 1; number <= 50; number += 1) set(number);
  expect(told).toEqual([1]);
  await sleep(EVERY_MS * 2);
  expect(told).toEqual([1, 50]);
  set(50);
  await sleep(EVERY_MS * 2);
  expect(told).toEqual([1, 50]);
  made.close();
});

test('who joins hears the number once: with all, or alone where nothing changed', async () => {
  const { told, set, made } = announcer();
  const heard: string[] = [];
  made.joined('match', (number) => heard.push(`first ${number}`));
  set(1);
  expect(told).toEqual([1]);
  made.joined('match', (number) => heard.push(`second ${number}`));
  await sleep(EVERY_MS * 2);
  expect({ told, heard }).toEqual({ told: [1], heard: ['second 1'] });
  made.close();
});

test('who joins before anything was counted hears the number as soon as there is one', async () => {
  const { told, set, made } = announcer();
  const heard: number[] = [];
  made.joined('match', (number) => heard.push(number));
  await sleep(EVERY_MS * 2);
  expect(heard).toEqual([]);
  set(7);
  expect(told).toEqual([7]);
  made.close();
});

test('who left before the announcement hears nothing', async () => {
  const { set, made } = announcer();
  set(1);
  const heard: number[] = [];
  const tell = (number: number) => heard.push(number);
  made.joined('match', tell);
  made.left('match', tell);
  await sleep(EVERY_MS * 2);
  expect(heard).toEqual([]);
  made.close();
});
