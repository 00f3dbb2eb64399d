import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { dayAndTime } from '../../ui/format';
import { CrewProvider, useCrew } from '../crew/crew-context';
import { preflight } from './preflight';
import { PreflightCard } from './preflight-card';
import { CamerasPart } from './cameras-part';
import { ConnectCard } from './connect-card';
import { ChatPart } from './chat-part';
import { CrewLinks } from './crew-links';
import { DeletePart } from './delete-part';
import type { DeskData } from './desk-data';
import { DeskHead } from './desk-head';
import type { Editing } from './destination-dialog';
import { DestinationsPart } from './destinations-part';
import { HostCard } from './host-card';
import { LogPart } from './log-part';
import { PrintSheet } from './print-sheet';
import { RecordingsPart } from './recordings-part';
import { ScorePart } from './score-part';
import { StageStrip } from './event-steps-strip';
import { stages } from './event-steps';
import { StatisticsPart } from './statistics/statistics-part';
import { ViewersPart } from './viewers-part';

/** The creator's screen: what to do next is obvious at each stage. */
export function Desk(props: DeskData) {
  return (
    <CrewProvider initial={props.initial}>
      <DeskParts {...props} />
    </CrewProvider>
  );
}

/** The parts, inside whatever keeps their state. */
function DeskParts({
  createdAt,
  watchUrl,
  viewers,
  join,
  hostUrl,
  links,
  recordings,
  forms,
  crewName,
}: DeskData) {
  const { state, telemetry, now } = useCrew();
  const [editing, setEditing] = useState<Editing>(null);
  useFreshRecordings(state.event.status);
  const kindOf = (plugin: string) => forms.find((form) => form.id === plugin) ?? null;
  const checks = preflight({ state, telemetry, kindOf });
  const editKey = (id: string) => {
    const destination = state.destinations.find((one) => one.id === id);
    if (destination) setEditing({ what: 'key', destination });
  };
  const facts = { createdAt: now === null ? '' : dayAndTime(createdAt), recordings: recordings.length };
  return (
    <>
      <div className="desk">
        <DeskHead watchUrl={watchUrl} />
        <StageStrip stages={stages(state, checks, facts)} />
        <main className="desk-columns">
          <div className="desk-left">
            {join ? <ConnectCard join={join} /> : <HostCard hostUrl={hostUrl} />}
            <CrewLinks links={links} />
          </div>
          <div className="desk-middle">
            <CamerasPart />
            <DestinationsPart forms={forms} editing={editing} onEdit={setEditing} />
            <ScorePart />
            <StatisticsPart />
            <ViewersPart {...viewers} />
            <RecordingsPart recordings={recordings} />
            <ChatPart crewName={crewName} />
            <LogPart />
            <DeletePart />
          </div>
          <PreflightCard checks={checks} onKey={editKey} />
        </main>
      </div>
      {join ? <PrintSheet title={state.event.title} join={join} /> : null}
    </>
  );
}

/** Their addresses are short-lived: read again well before they end. */
const FRESH_MS = 4 * 60_000;

/**
 * Recordings come with the page and not with the state: read again when the event goes on or off the air, and
 * in time.
 */
function useFreshRecordings(status: string): void {
  const { revalidate } = useRevalidator();
  const seen = useRef(status);
  useEffect(() => {
    if (seen.current !== status) revalidate();
    seen.current = status;
    const timer = setInterval(revalidate, FRESH_MS);
    return () => clearInterval(timer);
  }, [status, revalidate]);
}
