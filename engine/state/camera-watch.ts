import type { CameraMedia, DesiredCamera } from '../types';
import type { CameraChange, Report } from './report';

/** Pictures arrive some seconds after an engine began; only then does their absence mean something. */
const SETTLE_MS = 5000;

const CONNECTION = { fresh: 'live', late: 'late', gone: 'lost' } as const;

/** Turns frames that arrive or fail to into what the desk says of each camera. */
export class CameraWatch {
  private readonly told = new Map<string, CameraChange['connection']>();
  private readonly startedAtMs = performance.now();

  constructor(private readonly report: Report) {}

  async write(media: CameraMedia[], cameras: readonly DesiredCamera[]): Promise<void> {
    const changes = media.flatMap((camera): CameraChange[] => {
      const connection = CONNECTION[camera.freshness];
      const before = this.told.get(camera.cameraId);
      if (connection === before) return [];
      const settled = performance.now() - this.startedAtMs > SETTLE_MS;
      // Never seen and not settled: the phone may be on its way.
      if (before === undefined && connection !== 'live' && !settled) return [];
      const label = cameras.find(({ id }) => id === camera.cameraId)?.label ?? 'A camera';
      return [{ cameraId: camera.cameraId, connection, text: sentence(label, before, connection) }];
    });
    if (changes.length === 0) return;
    await this.report.cameras(changes);
    for (const { cameraId, connection } of changes) this.told.set(cameraId, connection);
  }
}

function sentence(
  label: string,
  before: CameraChange['connection'] | undefined,
  now: CameraChange['connection'],
): string | null {
  if (now === 'live')
    return before === 'lost' ? `${label} is back.` : before ? null : `${label} is connected.`;
  if (now === 'lost') return before ? `${label} is lost: no picture arrives. It comes back by itself.` : null;
  return null;
}
