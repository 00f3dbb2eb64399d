import type { AfterFacts, Snapshot } from '../../../contract/messages';
import type { Texts } from '../texts/en';

/** What every page for the audience is drawn with, by the server and then in the browser. */
export interface PageData {
  lang: string;
  texts: Texts;
  /** Set by `?theme=`; null follows the person's own setting. */
  theme: 'dark' | 'light' | null;
}

export interface WatchData extends PageData {
  slug: string;
  initial: Snapshot<'public'>;
  after: AfterFacts | null;
  /** Under which crew write in the chat, with their badge; null for viewers, who choose a name. */
  crewName: string | null;
}

export interface EmbedData extends Omit<WatchData, 'crewName'> {
  /**
   * `?chat=`: beside or beneath the picture where there is room for it; there but folded away; not at all.
   */
  chat: 'auto' | 'hidden' | 'off';
}

export interface ShowData extends PageData {
  slug: string;
  title: string;
  /** Of the player in its frame. */
  embedUrl: string;
}
