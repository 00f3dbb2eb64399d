import type { CameraSlice, CrewState } from '../../../contract/messages';
import { FRESH_SOURCE } from '../../../contract/sound';
import { DEFAULT_ENCODING } from '../../../core/encoding';

/** A healthy camera, for unit tests and the gallery to vary. */
export const sampleCamera: CameraSlice = {
  id: 'a',
  number: 1,
  label: 'Main stand',
  identity: 'cam-a',
  state: 'admitted',
  connection: 'live',
  connectionSince: '2026-01-01T10:00:00Z',
  muted: false,
  pictureOff: false,
  mayStandStill: false,
  joinedBy: 'qr',
  device: 'Pixel 8',
  createdAt: '2026-01-01T09:00:00Z',
};

/** A published match with one healthy camera, for unit tests and the gallery to vary. */
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
    pictureFailover: false,
    cellFallback: 'close',
    encoding: DEFAULT_ENCODING,
  },
  program: {
    seq: 1,
    onAir: null,
    preview: null,
    layout: 'single',
    cells: [null],
    options: {},
    tbar: null,
    faded: false,
    onAirSince: null,
  },
  cameras: [sampleCamera],
  destinations: [],
  outputs: {
    recording: { status: 'off', bytes: 0, verdict: null },
    viewers: { status: 'off', verdict: null },
    hls: { status: 'off', verdict: null },
  },
  score: null,
  graphics: [],
  sound: {
    mode: 'follow',
    targetLufs: null,
    moved: {},
    master: { gainDb: 0, muted: false, moved: {} },
    sources: { a: { ...FRESH_SOURCE, moved: {} } },
  },
  log: [],
};
