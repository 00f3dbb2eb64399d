import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { ensureLoop } from '../../../demo/loop/cache';
import { BEEP_HZ, BEEP_MS, FLASH_EVERY_S, FLASH_FRAMES, FPS } from '../../../demo/mark/code';

const SIZE = { width: 640, height: 360 };
const LOOP_S = 20;
const ADDRESS = '/film-of-the-test.webm';

/**
 * The pictures of the simulated match from one camera's place as a film that any Chromium plays, `rounds`
 * loops long.
 */
export async function makeFilm(dir: string, camera: number, rounds: number): Promise<string> {
  const loop = await ensureLoop({ ...SIZE, seconds: LOOP_S, cameras: [camera] });
  const [once, film] = [join(dir, `round-${camera}.webm`), join(dir, `film-${camera}.webm`)];
  ffmpeg(
    ...['-r', String(FPS), '-i', join(loop, `camera-${camera}.h264`), '-c:v', 'libvpx', '-b:v', '1200k'],
    ...['-deadline', 'realtime', '-cpu-used', '10', '-g', '60', once],
  );
  ffmpeg('-stream_loop', String(rounds - 1), '-i', once, '-c', 'copy', film);
  return film;
}

function ffmpeg(...args: string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  if (status !== 0) throw new Error(stderr.toString());
}

/**
 * Lets the browser's camera and microphone film the simulated match: getUserMedia returns a canvas on which
 * the film plays, and a sound that beeps in the moment in which a flash is drawn. (A captured `<video>` would
 * not do: its sound comes before its pictures, by as much as loudspeakers take.) Encoders, layers, clocks and
 * reports are Chromium's own. The context needs `bypassCSP`.
 */
export async function filmWith(context: BrowserContext, file: string): Promise<void> {
  await context.route(`**${ADDRESS}`, (route) => route.fulfill({ path: file, contentType: 'video/webm' }));
  const facts = { address: ADDRESS, ...SIZE, FPS, FLASH_EVERY_S, FLASH_FRAMES, BEEP_HZ, BEEP_MS };
  await context.addInitScript((given) => {
    let playing: Promise<MediaStream> | null = null;
    const play = async (): Promise<MediaStream> => {
      const film = document.createElement('video');
      film.muted = true;
      film.src = URL.createObjectURL(await (await fetch(given.address)).blob());
      const canvas = document.createElement('canvas');
      canvas.width = given.width;
      canvas.height = given.height;
      const picture = canvas.getContext('2d');
      const sound = new AudioContext();
      const out = sound.createMediaStreamDestination();
      const beep = (): void => {
        const tone = sound.createOscillator();
        tone.frequency.value = given.BEEP_HZ;
        const level = sound.createGain();
        level.gain.value = 0.5;
        tone.connect(level).connect(out);
        tone.start();
        tone.stop(sound.currentTime + given.BEEP_MS / 1000);
      };
      let beeped = -1;
      const draw = (_now: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
        picture?.drawImage(film, 0, 0, given.width, given.height);
        const frame = Math.round(mediaTime * given.FPS);
        const flash = Math.floor(frame / (given.FLASH_EVERY_S * given.FPS));
        const age = frame % (given.FLASH_EVERY_S * given.FPS);
        if (age < given.FLASH_FRAMES && flash !== beeped) {
          beeped = flash;
          beep();
        }
        film.requestVideoFrameCallback(draw);
      };
      film.requestVideoFrameCallback(draw);
      await film.play();
      return new MediaStream([...canvas.captureStream(given.FPS).getTracks(), ...out.stream.getTracks()]);
    };
    navigator.mediaDevices.getUserMedia = async ({ video, audio } = {}) => {
      const all = await (playing ??= play());
      const wanted = all.getTracks().filter(({ kind }) => (kind === 'video' ? video : audio));
      return new MediaStream(wanted.map((track) => track.clone()));
    };
  }, facts);
}
