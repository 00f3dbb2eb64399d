import { DEFAULT_ENCODING } from '../../../core/encoding';
import type { CrewState } from '../../../contract/messages';
import { sampleCamera } from './sample-camera';

/** A published match with one healthy camera, for unit tests to vary. */
export const sampleState: CrewState = {
  event: {
    id: 'e',
    slug: 'cup',
    title: 'Cup',
    kind: 'match',
    status: 'ready',
    visibility: 'public',
    admission: 'manual',
    startsAt: null,
    liveSince: null,
    rooms: { cameras: 'cup:cameras', program: 'cup', rehearsal: 'cup:rehearsal' },
    fallbackOrder: [],
    autoReturn: false,
    encoding: DEFAULT_ENCODING,
  },
  program: { seq: 1, onAir: null, preview: null, layout: 'single', faded: false, onAirSince: null },
  cameras: [sampleCamera],
  destinations: [],
  outputs: {
    recording: { status: 'off', bytes: 0, verdict: null },
    viewers: { status: 'off', verdict: null },
    hls: { status: 'off', verdict: null },
  },
  score: null,
  log: [],
};
