import { useParams } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { Theme } from '../../ui/theme';
import './gallery.css';

export interface GalleryState {
  /** Part of its address. */
  id: string;
  name: string;
  look: () => ReactNode;
  /** Width and height of its frame, CSS pixels; that of its group by default. */
  size?: readonly [number, number];
}

/** States that are shown with the same styles: each group has a route of its own, as each page has. */
export interface GalleryGroup {
  id: string;
  title: string;
  /** Where it is seen, in a sentence. */
  about: string;
  size: readonly [number, number];
  /** Studio pages are dark for everybody. */
  themes: readonly Theme[];
  states: readonly GalleryState[];
}

export const BOTH: readonly Theme[] = ['dark', 'light'];
export const DARK: readonly Theme[] = ['dark'];

export const addressOf = (group: GalleryGroup, state: GalleryState, theme: Theme) =>
  `/gallery/${group.id}/${state.id}?theme=${theme}`;

/** One state alone, in the frame of the gallery. */
export function StateAlone({ group }: { group: GalleryGroup }) {
  const { state: wanted } = useParams();
  const state = group.states.find(({ id }) => id === wanted);
  return <div className="gallery-state">{state ? state.look() : `There is no state ${wanted} here.`}</div>;
}
