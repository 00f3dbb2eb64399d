import { describe, expect, it } from 'vitest';
import {
  startDelivery,
  type Delivery,
  networkChanged,
  type Order,
  probeWorked,
  step,
  transportFailed,
  transportLoaded,
} from './delivery';

/** Every how many ms the player looks. */
const EVERY_MS = 500;

/** A viewer's evening: pictures that move or do not, and what the player was told to do, with its second. */
function viewer(canWebRtc = true) {
  let nowMs = 0;
  let frames = 0;
  let delivery: Delivery = startDelivery(nowMs, canWebRtc);
  const orders: [second: number, order: Order][] = [];
  const took = (order: Order) => {
    if (order === 'keep') return;
    orders.push([nowMs / 1000, order]);
    // A new connection counts its pictures from zero.
    if (order !== 'probe') frames = 0;
  };
  const run = (seconds: number, moving: boolean, watching = true) => {
    for (const end = nowMs + seconds * 1000; nowMs < end;) {
      nowMs += EVERY_MS;
      if (moving) frames += 15;
      const next = step(delivery, { nowMs, frames, watching });
      delivery = next.delivery;
      took(next.order);
    }
  };
  return {
    run,
    orders,
    now: () => delivery,
    tell: (event: (before: Delivery, nowMs: number) => { delivery: Delivery; order: Order }) => {
      const next = event(delivery, nowMs);
      delivery = next.delivery;
      took(next.order);
    },
    load: () => (delivery = transportLoaded(delivery, nowMs)),
    network: () => (delivery = networkChanged(delivery, nowMs)),
  };
}

describe('the way of the program', () => {
  it('is WebRTC and stays so while the picture moves', () => {
    const { run, orders, now } = viewer();
    run(1.5, false);
    run(3600, true);
    expect(orders).toEqual([]);
    expect(now()).toMatchObject({ transport: 'webrtc', frozen: false, everMoved: true });
  });

  it('is HLS from the beginning where WebRTC has no H.264, and WebRTC is never tried', () => {
    const { run, orders, now } = viewer(false);
    expect(now().transport).toBe('hls');
    run(3, false);
    run(3600, true);
    expect(orders).toEqual([]);
  });

  it('stays WebRTC while a screen is shared of which one frame came', () => {
    let delivery = startDelivery(0, true);
    for (let nowMs = EVERY_MS; nowMs < 600_000; nowMs += EVERY_MS) {
      const next = step(delivery, { nowMs, frames: nowMs < 2_000 ? 0 : 1, watching: true, still: true });
      expect(next.order).toBe('keep');
      delivery = next.delivery;
    }
    expect(delivery).toMatchObject({ transport: 'webrtc', moved: true, frozen: false });
  });

  it('becomes HLS when no picture has come within five seconds', () => {
    const { run, orders } = viewer();
    run(8, false);
    expect(orders).toEqual([[5, 'hls']]);
  });

  it('is given its time from when it is loaded: a slow network is no blocked one', () => {
    const { run, orders, load } = viewer();
    run(4, false);
    load();
    run(4, false);
    expect(orders).toEqual([]);
    run(1, false);
    expect(orders).toEqual([[9, 'hls']]);
  });

  it('becomes HLS at once when WebRTC says that it does not get through', () => {
    const { run, orders, tell } = viewer();
    run(2, false);
    tell(transportFailed);
    expect(orders).toEqual([[2, 'hls']]);
  });

  it('keeps a WebRTC that has worked through a short outage, and renews it', () => {
    const { run, orders, tell } = viewer();
    run(60, true);
    tell(transportFailed);
    run(7, false);
    run(60, true);
    expect(orders).toEqual([[64, 'renew']]);
  });

  it('becomes HLS when a renewal did not mend the standstill', () => {
    const { run, orders } = viewer();
    run(60, true);
    run(16, false);
    expect(orders).toEqual([
      [64, 'renew'],
      [74, 'hls'],
    ]);
  });

  it('becomes HLS at the third standstill within two minutes, and not for three in an evening', () => {
    const often = viewer();
    for (let i = 0; i < 3; i++) {
      often.run(20, true);
      often.run(5, false);
    }
    expect(often.orders.map(([, order]) => order)).toEqual(['renew', 'renew', 'hls']);
    const seldom = viewer();
    for (let i = 0; i < 5; i++) {
      seldom.run(70, true);
      seldom.run(5, false);
    }
    expect(seldom.orders.map(([, order]) => order)).toEqual(Array(5).fill('renew'));
  });

  it('goes back and forth while nothing comes by any way, for ever', () => {
    const { run, orders } = viewer();
    run(30, false);
    expect(orders).toEqual([
      [5, 'hls'],
      [13, 'webrtc'],
      [18, 'hls'],
      [26, 'webrtc'],
    ]);
  });

  it('begins HLS again where there is no other way', () => {
    const { run, orders } = viewer(false);
    run(20, false);
    expect(orders).toEqual([
      [8, 'renew'],
      [16, 'renew'],
    ]);
  });

  it('leaves HLS only for a WebRTC that has shown a picture in parallel, tried ever more seldom', () => {
    const { run, orders, tell, now } = viewer();
    run(5, false);
    run(600, true);
    expect(orders).toEqual([
      [5, 'hls'],
      [35, 'probe'],
      [95, 'probe'],
      [215, 'probe'],
      [515, 'probe'],
    ]);
    tell(probeWorked);
    expect(orders.at(-1)).toEqual([605, 'webrtc']);
    run(60, true);
    expect(now().transport).toBe('webrtc');
  });

  it('tries WebRTC again soon after the network changed', () => {
    const { run, orders, network } = viewer();
    run(5, false);
    run(10, true);
    network();
    run(3, true);
    expect(orders.at(-1)).toEqual([16, 'probe']);
  });

  it('does nothing while nobody looks: hidden or paused is not an error of the transport', () => {
    const { run, orders } = viewer();
    run(60, false, false);
    run(4, false);
    run(1, true);
    run(600, false, false);
    expect(orders).toEqual([]);
  });

  it('says so when neither way brings a picture, goes on trying, and takes it back with the first picture', () => {
    const { run, now } = viewer();
    run(5, false);
    expect(now()).toMatchObject({ transport: 'hls', fruitless: false });
    run(8, false);
    expect(now()).toMatchObject({ transport: 'webrtc', fruitless: true });
    run(6, false);
    expect(now()).toMatchObject({ transport: 'hls', fruitless: true });
    run(1, true);
    expect(now()).toMatchObject({ transport: 'hls', fruitless: false, everMoved: true });
  });
});
