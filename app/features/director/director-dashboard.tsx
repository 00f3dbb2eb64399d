import type { Snapshot } from '../../../contract/messages';
import { CrewProvider } from '../crew/crew-context';
import type { JoinFacts } from '../crew/join-facts';
import type { DestinationForm } from '../destinations/destination-fields';
import { Studio } from './studio';

export interface DirectorDashboardProps {
  initial: Snapshot<'crew'>;
  /** How phones join; null for crew who may not see it. */
  join: JoinFacts | null;
  /** The event's desk, for members of its team. */
  deskHref: string | null;
  /** Kinds of destinations, for who may change them; empty for others. */
  forms: DestinationForm[];
  /** Under which name this person speaks in the chat. */
  crewName: string;
}

/** The director's screen: every camera, what comes next, what goes out, and the keys between them. */
export function DirectorDashboard({ initial, join, deskHref, forms, crewName }: DirectorDashboardProps) {
  return (
    <CrewProvider initial={initial}>
      <Studio join={join} deskHref={deskHref} forms={forms} crewName={crewName} />
    </CrewProvider>
  );
}
