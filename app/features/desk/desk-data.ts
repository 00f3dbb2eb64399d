import type { EncodingLimits } from '../../../core/encoding-limits';
import type { Snapshot } from '../../../contract/messages';
import type { JoinFacts } from '../crew/join-facts';

/** A kind of destination as data: its form, never its code (plugins/index.ts, destinationForms). */
export interface DestinationForm {
  id: string;
  label: string;
  fields: {
    name: string;
    label: string;
    type: 'text' | 'url' | 'number' | 'select' | 'secret';
    required: boolean;
    help: string;
    placeholder?: string;
    options?: { value: string; label: string }[];
  }[];
  keyLabel: string;
  keyHelp: string;
  keyRequired: boolean;
  limits: EncodingLimits;
  /** Whether a test may send pictures: `asked`, where viewers might see them. */
  testPictures: 'free' | 'asked' | 'always';
}

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

/** What viewers get besides the watch page, as the owner has set it. */
export interface ViewersFacts {
  embedUrl: string;
  embedOrigins: string[];
  recordingPublic: boolean;
}

/** What the desk needs besides the state that is kept current. */
export interface DeskData {
  initial: Snapshot<'crew'>;
  createdAt: string;
  watchUrl: string;
  viewers: ViewersFacts;
  /** For phones; null for a show, whose host has a link. */
  join: JoinFacts | null;
  hostUrl: string | null;
  links: CrewLinkFacts[];
  recordings: RecordingFacts[];
  forms: DestinationForm[];
  /** Under which name this person speaks in the chat. */
  crewName: string;
}
