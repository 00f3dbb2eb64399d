import { reelOf } from '../../demo/camera/reel';
import { simulateCamera } from '../../demo/camera/simulated';
import { readLoop } from '../../demo/loop/media';
import { createRoom, startLiveKit, testToken } from '../../tests/support/livekit';
import { until } from '../../tests/support/until';
import type { Closing } from '../closing';
import { CAMERAS, ensureFilm, FILM } from './film';

/**
 * The same four cameras sending to a media server of their own, with no engine: the ffmpeg that the engine is
 * compared with gets the same load next to it. (Two busy programs on one machine take caches and turbo from
 * each other.)
 */
export async function openNeighbours(closing: Closing): Promise<void> {
  const directory = await ensureFilm();
  const livekit = await startLiveKit();
  closing.add(() => livekit.close());
  const room = 'neighbours';
  await createRoom(livekit, room);
  const cameras = await Promise.all(
    CAMERAS.map(async (number) => {
      const token = async () => ({
        kind: 'token' as const,
        url: livekit.url,
        token: await testToken(livekit, room, `camera-${number}`, 'publisher'),
      });
      const reel = reelOf(await readLoop(directory, number, FILM.seconds));
      return simulateCamera(reel, token, () => undefined);
    }),
  );
  closing.add(() => Promise.all(cameras.map((camera) => camera.close())));
  await until('the neighbours to send', () => cameras.every(({ state }) => state === 'sending'));
}
