import { createContext } from 'react';

/** The audience's pages, which are drawn by the server and enlivened by a small script of their own. */
export type AudiencePage = 'watch' | 'embed' | 'show';

/** Addresses of a page's script: the file to run, and the files that it begins with. */
export interface PageScript {
  script: string;
  preload: string[];
}
export type AudienceAssets = Partial<Record<AudiencePage, PageScript>>;

/** What entry.server hands to the document; the browser never asks for it. */
export const AudienceAssetsContext = createContext<AudienceAssets>({});
