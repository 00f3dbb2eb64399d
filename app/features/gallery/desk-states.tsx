import type { CrewState } from '../../../contract/messages';
import { EventCard } from '../events/event-card';
import { GivenCrew } from '../crew/crew-context';
import { DeskSections } from '../desk/desk-page';
import { eventSteps, EventSteps } from '../desk/event-steps';
import { preflight } from '../desk/preflight/preflight';
import { PreflightCard } from '../desk/preflight/preflight-card';
import { ViewerCurve } from '../desk/viewer-curve';
import { DestinationDialog, type Editing } from '../destinations/destination-form';
import { DestinationList } from '../destinations/destination-list';
import { nothing, NOW } from './sample-time';
import { cameraAt, club, crewOf, curve, form, join, live, rehearsal, youtube } from './samples';
import { BOTH, type GalleryGroup, type GalleryState } from './states';

const draft: CrewState = {
  ...rehearsal,
  event: { ...rehearsal.event, status: 'draft' },
  cameras: [],
  destinations: [],
  log: [],
};
const ready: CrewState = {
  ...rehearsal,
  cameras: [cameraAt(1), cameraAt(2)],
  destinations: [{ ...youtube, status: 'off' }],
};
const ended: CrewState = { ...live, event: { ...live.event, status: 'ended', liveSince: null } };
const show: CrewState = {
  ...ready,
  event: { ...ready.event, kind: 'show', title: 'Coffee at nine' },
  cameras: [cameraAt(1, { label: 'Amina', joinedBy: 'host' })],
};

const stages = { draft, rehearsal, ready, live, ended };
const kindOf = () => form;
const checksOf = (state: CrewState) => preflight({ state, telemetry: crewOf(state).telemetry, kindOf });

const page = (id: string, name: string, state: CrewState): GalleryState => ({
  id,
  name,
  look: () => (
    <GivenCrew crew={crewOf(state)}>
      <DeskSections
        createdAt="2025-12-30T18:00:00Z"
        watchUrl="/watch/cup"
        viewers={{
          embedUrl: 'https://tv.tsv-nord.example/iframe/live',
          embedOrigins: [],
          recordingPublic: true,
        }}
        join={state.event.kind === 'show' ? null : join}
        hostUrl="https://tv.tsv-nord.example/events/cup/host#sample"
        links={[
          {
            ...{ id: 'link', role: 'director', label: 'Tom', createdAt: '2025-12-30T18:00:00Z' },
            ...{ openedAt: null, expiresAt: null, revokedAt: null },
          },
        ]}
        recordings={[]}
        forms={[form]}
        crewName="Ann"
      />
    </GivenCrew>
  ),
});

const dialog = (id: string, name: string, editing: Editing): GalleryState => ({
  id: `form-${id}`,
  name: `Destination: ${name}`,
  size: editing?.what === 'new' ? ([620, 570] as const) : ([620, 300] as const),
  look: () => (
    <GivenCrew crew={crewOf(rehearsal)}>
      <DestinationDialog forms={[form]} editing={editing} onClose={nothing} />
    </GivenCrew>
  ),
});

export const desk: GalleryGroup = {
  id: 'desk',
  title: 'Desk',
  about: 'The creator’s page at each stage, with its checks, destinations and figures.',
  size: [1280, 900],
  themes: BOTH,
  states: [
    ...Object.entries(stages).map(([id, state]) => ({
      id: `steps-${id}`,
      name: `Steps: ${id}`,
      size: [1000, 110] as const,
      look: () => (
        <EventSteps
          steps={eventSteps(state, checksOf(state), { createdAt: '30 Dec, 19:00', recordings: 0 })}
        />
      ),
    })),
    ...Object.entries(stages).map(([id, state]) => ({
      id: `checks-${id}`,
      name: `Checks: ${id}`,
      size: [380, 620] as const,
      look: () => (
        <GivenCrew crew={crewOf(state)}>
          <PreflightCard checks={checksOf(state)} onKey={nothing} />
        </GivenCrew>
      ),
    })),
    {
      id: 'destinations',
      name: 'Destinations',
      size: [800, 360],
      look: () => (
        <GivenCrew
          crew={crewOf({
            ...live,
            destinations: [
              youtube,
              {
                ...club,
                id: 'b',
                status: 'failed',
                verdict: 'The server refuses the key.',
                remedy: 'replace-key',
              },
              { ...club, id: 'c', label: 'Spare', status: 'off', enabled: false, keyHint: '' },
            ],
          })}
        >
          <DestinationList forms={[form]} editing={null} onEdit={nothing} />
        </GivenCrew>
      ),
    },
    dialog('new', 'a new one', { what: 'new' }),
    dialog('key', 'its key', { what: 'key', destination: youtube }),
    {
      id: 'curve',
      name: 'Viewers over a match',
      size: [800, 230],
      look: () => <ViewerCurve run={curve} nowMs={NOW} />,
    },
    {
      id: 'events',
      name: 'Events',
      size: [800, 280],
      look: () => (
        <ul className="event-list">
          {(['draft', 'ready', 'live', 'ended'] as const).map((status) => (
            <EventCard
              key={status}
              event={{
                slug: status,
                title: live.event.title,
                status,
                startsAt: null,
                createdAt: '2025-12-30T18:00:00Z',
              }}
            />
          ))}
        </ul>
      ),
    },
    page('page-draft', 'Page: draft', draft),
    page('page-rehearsal', 'Page: rehearsal', rehearsal),
    page('page-live', 'Page: live', live),
    page('page-ended', 'Page: ended', ended),
    page('page-show', 'Page: a show', show),
  ],
};
