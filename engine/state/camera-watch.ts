import type { CameraMedia, DesiredCamera } from '../types';
import type { CameraChange, EngineStore } from './engine-store';

/**
 * From admission, or from the start of an engine, to the first picture; only then does its absence mean
 * something.
 */
const SETTLE_MS = 8000;

const CONNECTION = { fresh: 'live', late: 'late', gone: 'lost', paused: 'paused' } as const;

/** Turns frames that arrive or fail to arrive into each camera's connection, as the desk shows it. */
export class CameraWatch {
  readonly #store: EngineStore;
  readonly #shown = new Map<string, CameraChange['connection']>();
  readonly #seen = new Set<string>();
  /** Cameras whose loss is in the log; only they can come back. */
  readonly #missed = new Set<string>();
  /** When each camera became ours to receive. */
  readonly #knownSinceMs = new Map<string, number>();

  constructor(store: EngineStore) {
    this.#store = store;
  }

  async write(media: CameraMedia[], cameras: readonly DesiredCamera[]): Promise<void> {
    const changes = media.flatMap((camera): CameraChange[] => {
      const connection = CONNECTION[camera.freshness];
      const before = this.#shown.get(camera.cameraId);
      if (connection === before) return [];
      // Never seen: the phone is on its way.
      if (before === undefined && connection === 'lost' && !this.#isSettled(camera.cameraId)) return [];
      const label = cameras.find(({ id }) => id === camera.cameraId)?.label ?? 'A camera';
      return [{ cameraId: camera.cameraId, connection, text: this.#sentence(camera, label, before) }];
    });
    if (changes.length === 0) return;
    await this.#store.cameras(changes);
    for (const { cameraId, connection } of changes) {
      this.#shown.set(cameraId, connection);
      if (connection === 'live') {
        this.#seen.add(cameraId);
        this.#missed.delete(cameraId);
      } else if (connection === 'lost' && this.#seen.has(cameraId)) this.#missed.add(cameraId);
    }
  }

  #isSettled(cameraId: string): boolean {
    const sinceMs = this.#knownSinceMs.get(cameraId) ?? performance.now();
    this.#knownSinceMs.set(cameraId, sinceMs);
    return performance.now() - sinceMs > SETTLE_MS;
  }

  /** The log gets a loss and a return. That a phone connects at all comes from LiveKit's webhook. */
  #sentence(
    { cameraId, freshness, tooLarge }: CameraMedia,
    label: string,
    before: CameraChange['connection'] | undefined,
  ): string | null {
    if (freshness === 'fresh' && this.#missed.has(cameraId)) return `${label} is back.`;
    if (freshness === 'gone' && tooLarge) {
      const { width, height } = tooLarge;
      return `${label} sends a picture of ${width} × ${height}, which is too large to be mixed. Share a window, or a smaller screen.`;
    }
    const seenBefore = before === 'live' || before === 'late';
    return freshness === 'gone' && seenBefore
      ? `${label} is lost: no picture arrives. It comes back automatically.`
      : null;
  }
}
