import { describe, expect, it } from 'vitest';
import { TagQueue } from './tag-queue';
import type { Tag } from './tags';

const config = Buffer.alloc(1);
const picture = (dts: number, keyframe = false): Tag => ({
  kind: 'video',
  keyframe,
  dts,
  body: Buffer.alloc(10),
  config,
});

function drain(queue: TagQueue): number[] {
  const times: number[] = [];
  for (let tag = queue.shift(); tag; tag = queue.shift()) times.push(tag.dts);
  return times;
}

describe('TagQueue', () => {
  it('begins with a keyframe', () => {
    const queue = new TagQueue();
    for (const tag of [picture(1), picture(2, true), picture(3)]) expect(queue.push(tag)).toBe(true);
    expect(drain(queue)).toEqual([2, 3]);
  });

  it('leaves whole groups out and goes on with the newest keyframe', () => {
    const queue = new TagQueue(5_000, 60);
    for (let at = 0; at < 6; at++) expect(queue.push(picture(at, at % 3 === 0))).toBe(true);
    expect(queue.push(picture(6, true))).toBe(false);
    expect(queue.push(picture(7))).toBe(true);
    expect(drain(queue)).toEqual([6, 7]);
  });

  it('goes on in the group that is half sent when there was room again', () => {
    const queue = new TagQueue(5_000, 60);
    queue.push(picture(0, true));
    expect(queue.shift()?.dts).toBe(0);
    for (let at = 1; at < 7; at++) expect(queue.push(picture(at))).toBe(true);
    expect(drain(queue)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('waits for the next keyframe when one group alone is too much', () => {
    const queue = new TagQueue(5_000, 30);
    for (let at = 0; at < 4; at++) queue.push(picture(at, at === 0));
    expect(queue.length).toBe(0);
    queue.push(picture(4));
    queue.push(picture(5, true));
    expect(drain(queue)).toEqual([5]);
    expect(queue.dropped).toBe(4);
  });

  it('keeps no more than its time, however little that is in bytes', () => {
    const queue = new TagQueue(1_000);
    const second = 90_000;
    queue.push(picture(0, true));
    queue.push(picture(second / 2, true));
    expect(queue.lagMs).toBe(500);
    expect(queue.push(picture(1.1 * second))).toBe(false);
    expect(drain(queue)).toEqual([second / 2, 1.1 * second]);
  });
});
