import type { CrewState, DestinationSlice } from '../../../contract/messages';
import { GivenCrew } from '../crew/crew-context';
import { Studio } from '../director/director-page';
import { KeyHelp } from '../director/keys';
import { OutputsPanel } from '../director/outputs';
import type { Tab } from '../director/side-panel';
import { directionsOf, TIMED_KINDS, type TimedKind, type Transitions } from '../director/transition-choice';
import { SourceStrip } from '../director/sound/source-strip';
import { GivenSoundDesk } from '../director/sound/sound-desk';
import { Pad } from '../director/transition-picker';
import { TransitionRow } from '../director/transition-row';
import { graphics, sound, soundDesk } from './mixer-samples';
import { nothing } from './sample-time';
import { cameraAt, club, crewOf, form, join, live, phone, rehearsal, telemetryOf, youtube } from './samples';
import { IDLE, tiles } from './tile-states';
import { DARK, type GalleryGroup, type GalleryState } from './states';

const page = (
  id: string,
  name: string,
  state: CrewState,
  change?: Parameters<typeof crewOf>[1],
  { firstTab, mayDirect = true }: { firstTab?: Tab; mayDirect?: boolean } = {},
): GalleryState => ({
  id,
  name,
  look: () => (
    <GivenCrew crew={crewOf(state, change)}>
      <Studio
        join={mayDirect ? join : null}
        deskHref={mayDirect ? '/events/cup' : null}
        forms={mayDirect ? [form] : []}
        crewName="Ann"
        {...{ mayDirect, firstTab }}
      />
    </GivenCrew>
  ),
});

const quad: CrewState = {
  ...live,
  program: {
    ...live.program,
    ...{ layout: 'quad', cells: ['camera-1', 'camera-2', 'camera-3', 'camera-4'], preview: 'camera-3' },
  },
};
const lostCell: CrewState = {
  ...quad,
  program: { ...quad.program, layout: 'two-plus-one', cells: ['camera-1', 'camera-5', null] },
};
const inset: CrewState = {
  ...live,
  program: {
    ...live.program,
    ...{ layout: 'picture-in-picture', cells: ['camera-1', 'camera-2'] },
    options: { corner: 'top-right', size: 0.35 },
  },
};

const chosen = (kind: TimedKind): Transitions => ({
  chosen: { kind, frames: 25, direction: 'left', color: '#1b2a4a' },
  choose: nothing,
  change: nothing,
  moves: false,
  setMoves: nothing,
  ofLayouts: 'cut',
});

const keys: GalleryState[] = TIMED_KINDS.map((kind) => ({
  id: `keys-${kind}`,
  name: `Keys: ${kind}`,
  size: [984, 96],
  look: () => (
    <GivenCrew crew={crewOf(live)}>
      <div className="gallery-keys">
        <TransitionRow
          switching={IDLE}
          transitions={chosen(kind)}
          mode="cut"
          layoutsOpen={false}
          onMode={nothing}
          onLayouts={nothing}
        />
      </div>
    </GivenCrew>
  ),
}));
const pads: GalleryState[] = (['wipe', 'push'] as const).map((kind) => ({
  id: `directions-${kind}`,
  name: `Directions: ${kind}`,
  size: [200, 160],
  look: () => (
    <div className="picker gallery-pad">
      <Pad directions={directionsOf(kind)} chosen="left" onChoose={nothing} />
    </div>
  ),
}));

const pages: GalleryState[] = [
  page(
    'draft',
    'Draft, no camera',
    { ...rehearsal, event: { ...rehearsal.event, status: 'draft' }, cameras: [], log: [] },
    {
      telemetry: telemetryOf({}, { engine: { status: 'off', fps: 0, headroom: 0 } }),
    },
  ),
  page('rehearsal', 'Rehearsal', rehearsal),
  page('live', 'Live', live),
  page('faded', 'Faded to black', { ...live, program: { ...live.program, faded: true } }),
  page('slate', 'Slate on the air', { ...live, program: { ...live.program, onAir: null, cells: [null] } }),
  page('tight', 'Engine short of time', live, {
    telemetry: telemetryOf(
      { 'camera-1': phone() },
      { engine: { status: 'running', fps: 27, headroom: 0.06 } },
    ),
  }),
  page('frozen', 'Database does not answer', live, {
    control: { ok: false, reason: 'Control is frozen: the database does not answer. The program goes on.' },
  }),
  page('offline', 'No connection to the server', live, { link: 'offline' }),
  page('eight', 'Eight cameras', {
    ...live,
    cameras: [1, 2, 3, 4, 5, 6, 7, 8].map((number) => cameraAt(number)),
  }),
  page('layouts', 'Layouts open', live, {}, { firstTab: 'Layouts' }),
  page('quad', 'Four cameras on the air', quad, {}, { firstTab: 'Layouts' }),
  page('quad-lost', 'A cell without a picture', lostCell, {}, { firstTab: 'Layouts' }),
  page('inset', 'Picture in picture', inset, {}, { firstTab: 'Layouts' }),
  page('assistant', 'As an assistant sees it', live, {}, { mayDirect: false }),
  page('graphics', 'Graphics open', { ...live, graphics }, {}, { firstTab: 'Graphics' }),
  page('no-graphics', 'No graphics yet', live, {}, { firstTab: 'Graphics' }),
  page(
    'graphics-assistant',
    'Graphics, as an assistant sees them',
    { ...live, graphics },
    {},
    {
      firstTab: 'Graphics',
      mayDirect: false,
    },
  ),
  {
    ...page('sound', 'Sound open', live, {}, { firstTab: 'Sound' }),
    look: () => (
      <GivenSoundDesk desk={soundDesk()}>
        {page('sound', '', live, {}, { firstTab: 'Sound' }).look()}
      </GivenSoundDesk>
    ),
  },
  page(
    'sound-quiet',
    'Sound before a camera',
    { ...rehearsal, cameras: [], log: [] },
    {},
    { firstTab: 'Sound' },
  ),
  page('ended', 'Ended', { ...live, event: { ...live.event, status: 'ended', liveSince: null } }),
];

const outputs = (id: string, name: string, destination: Partial<DestinationSlice>): GalleryState => ({
  id: `output-${id}`,
  name: `Output: ${name}`,
  size: [330, 240],
  look: () => (
    <GivenCrew crew={crewOf({ ...live, destinations: [{ ...youtube, ...destination }] })}>
      <div className="side-body gallery-side">
        <OutputsPanel deskHref={null} forms={[form]} />
      </div>
    </GivenCrew>
  ),
});

const cards: GalleryState[] = [
  outputs('live', 'live', {}),
  outputs('poor', 'platform sees faults', {
    platform: {
      health: 'poor',
      message: 'The bitrate is low.',
      viewers: 310,
      at: youtube.platform?.at ?? '',
    },
  }),
  outputs('connecting', 'connecting', { status: 'connecting', platform: null }),
  outputs('stalled', 'stalled', {
    status: 'stalled',
    verdict: 'The uplink does not carry 4.5 Mbit/s.',
    platform: null,
  }),
  outputs('reconnecting', 'tried again', {
    ...{ status: 'reconnecting', retries: 3, remedy: 'use-backup', platform: null },
    verdict: 'The server does not answer. It is tried again.',
  }),
  outputs('failed', 'key refused', {
    ...{ status: 'failed', remedy: 'replace-key', platform: null },
    verdict: 'YouTube refuses the key. Copy it from YouTube Studio.',
  }),
  outputs('off', 'off', { ...club, status: 'off', enabled: false }),
];

const strips: GalleryState[] = (
  [
    ['camera-1', 'heard', false],
    ['camera-2', 'on solo, all controls', true],
    ['camera-3', 'muted', false],
  ] as const
).map(([id, name, open]) => ({
  id: `strip-${id}`,
  name: `Sound: ${name}`,
  size: [330, open ? 330 : 170],
  look: () => {
    const camera = live.cameras.find((one) => one.id === id);
    const source = sound.sources[id];
    return (
      <GivenCrew crew={crewOf(live)}>
        <GivenSoundDesk desk={soundDesk()}>
          <div className="side-body gallery-side sound-panel">
            {camera && source ? <SourceStrip camera={camera} source={source} firstOpen={open} /> : null}
          </div>
        </GivenSoundDesk>
      </GivenCrew>
    );
  },
}));

export const director: GalleryGroup = {
  id: 'director',
  title: 'Director',
  about: 'The switcher, its tiles and its outputs. Dark for everybody.',
  size: [1280, 720],
  themes: DARK,
  states: [
    ...tiles,
    ...cards,
    ...keys,
    ...pads,
    ...strips,
    { id: 'keys', name: 'Keyboard help', look: () => <KeyHelp open onClose={nothing} />, size: [720, 400] },
    ...pages,
  ],
};
