import type { DestinationForm } from '../../../contract/destinations';
import type { Snapshot } from '../../../contract/messages';
import type { JoinFacts } from '../crew/join-facts.server';

export interface CrewLinkFacts {
  id: string;
  role: string;
  label: string;
  createdAt: string;
  openedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
}

export interface RecordingFacts {
  id: string;
  startedAt: string;
  endedAt: string | null;
  bytes: number;
  url: string;
}

export interface ViewersFacts {
  embedUrl: string;
  embedOrigins: string[];
  recordingPublic: boolean;
}

/** Loader data: everything that the realtime state does not hold. */
export interface DeskData {
  initial: Snapshot<'crew'>;
  createdAt: string;
  watchUrl: string;
  viewers: ViewersFacts;
  /** Null for a show: its host joins by a link. */
  join: JoinFacts | null;
  hostUrl: string | null;
  links: CrewLinkFacts[];
  recordings: RecordingFacts[];
  forms: DestinationForm[];
  /** The name of this person in the chat. */
  crewName: string;
}
