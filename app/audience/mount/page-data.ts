import type { AfterFacts, Snapshot } from '../../../contract/messages';
import type { Texts } from '../texts/en';

/** What every page for the audience is rendered with, by the server and then in the browser. */
export interface PageData {
  lang: string;
  texts: Texts;
  /** Set by `?theme=`; null follows the person's own setting. */
  theme: 'dark' | 'light' | null;
}

/** Of a page with a player. */
export interface PlayerPageData extends PageData {
  slug: string;
  initial: Snapshot<'public'>;
  after: AfterFacts | null;
}

export interface WatchData extends PlayerPageData {
  /** Under which crew write in the chat, with their badge; null for viewers, who choose a name. */
  crewName: string | null;
}

export interface EmbedData extends PlayerPageData {
  /**
   * `?chat=`: next to or beneath the picture where there is room for it; there but folded away; not at all.
   */
  chat: 'auto' | 'hidden' | 'off';
}

export interface ShowData extends PageData {
  slug: string;
  title: string;
  /** Of the player in its frame. */
  embedUrl: string;
}

export const PAGE_ROOT_ID = 'page';

/** The element that the server rendered, and the data it rendered it with. */
export interface Page<D> {
  root: HTMLElement;
  data: D;
}

/**
 * The page of the document. The caller names the type of its data: they were written by our own server, by
 * the component that reads them. Null where the server rendered an error, because there is no such event.
 */
export function readPage<D extends PageData>(): Page<D> | null {
  const root = document.getElementById(PAGE_ROOT_ID);
  const text = root?.dataset['page'];
  return root && text !== undefined ? { root, data: JSON.parse(text) as D } : null;
}
