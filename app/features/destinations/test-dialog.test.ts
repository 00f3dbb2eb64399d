import { expect, it } from 'vitest';
import type { TestStage } from '../../../contract/vocabulary';
import { testProgress } from './test-dialog';

const AT = '2026-05-02T15:00:00Z';
const after = (stage: TestStage, seconds: number) =>
  testProgress({ testing: { stage, pictures: true, at: AT } }, Date.parse(AT) + seconds * 1000);

it('says how far a test is, and nothing once it is over or its engine is gone', () => {
  expect(testProgress({ testing: null }, Date.parse(AT))).toBeNull();
  expect(after('connecting', 2)).toMatchObject({ done: null });
  expect(after('sending', 4.6)).toEqual({ text: 'Sending pictures: 4 of 10 seconds', done: 0.4 });
  expect(after('sending', 12)?.done).toBe(1);
  expect(after('sending', 31)).toBeNull();
  // This browser's clock is a little behind the server's.
  expect(after('sending', -1)?.done).toBe(0);
});
