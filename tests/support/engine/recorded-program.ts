import type { DiskFloor } from '../../../engine/outputs/disk';
import { Recorder, type RecordingPartInfo } from '../../../engine/outputs/recorder/recorder';
import type { SyntheticProgram } from './synthetic-program';
import { type Watched, watched } from './watched-output';

/**
 * Starts to record a synthetic program; `parts` are the files it reported, by their names, as last reported.
 */
export function recordingOf(
  program: Pick<SyntheticProgram, 'hub'>,
  directory: string,
  floor?: DiskFloor,
): { recorder: Watched<Recorder>; parts: Map<string, RecordingPartInfo> } {
  const parts = new Map<string, RecordingPartInfo>();
  const recorder = watched(
    (onStatus) =>
      new Recorder({
        id: 'recording',
        hub: program.hub,
        directory,
        ...(floor && { floor }),
        onPart: (part) => parts.set(part.file, part),
        onStatus,
      }),
  );
  return { recorder, parts };
}
