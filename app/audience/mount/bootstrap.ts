import type { ComponentType } from 'react';
import { Playback } from '../player/playback';
import { chosenSurface, keepEarlyChoice, OWN } from '../watch/chosen-surface';
import { type PlayerPageData, readPage } from './page-data';

/** A picture that has not come by then is waited for with the controls there. */
const WITHOUT_PICTURE_MS = 4_000;
const RETRY_MS = 2_000;

interface PlayerPage<D> {
  /** Joins the program's room before the event is live: an embedded player gets all news by its packets. */
  keepRoom: boolean;
  /** Loads the page as the server rendered it. */
  load: () => Promise<ComponentType<D>>;
}

/**
 * Starts a page with a player: first the picture, in the element that the server rendered, then hydration. So
 * what is loaded before the first picture is this, and the media client (budget.test.ts).
 */
export function bootstrapPage<D extends PlayerPageData>({ keepRoom, load }: PlayerPage<D>): void {
  const page = readPage<D>();
  if (!page) return;
  const { slug, initial } = page.data;
  const { status, kind } = initial.state.event;
  const open = status === 'ready' || status === 'live';
  const playback = new Playback({ slug, kind, keepRoom });
  keepEarlyChoice(page.root);
  const here = keepRoom || chosenSurface() === OWN;
  const video = page.root.querySelector('video');
  afterPaint(() => {
    if (here) {
      playback.show(video);
      playback.follow({ open, live: status === 'live' });
    }
    const waits = here && status === 'live';
    // What failed here is done again by the hydrated page.
    if (waits || (keepRoom && open)) void count(slug).catch(() => undefined);
    const first = waits ? waitForPicture(playback, page.root) : Promise.resolve();
    void first
      .then(() => retried(() => Promise.all([load(), import('./hydrate-player')])))
      .then(([component, { hydratePlayer }]) => hydratePlayer(page, component, playback));
  });
}

/** Loaded in parallel with the media client: a viewer counts before the picture is there. */
async function count(slug: string): Promise<void> {
  const { heartbeatOf } = await import('./heartbeat');
  heartbeatOf(slug).follow(true);
}

/** Pages in the background are not painted, and need not wait for it. */
function afterPaint(work: () => void): void {
  if (document.visibilityState === 'hidden') work();
  else requestAnimationFrame(() => setTimeout(work, 0));
}

/**
 * Resolves with the first picture, or when something else is needed: a press, another transport, patience.
 */
function waitForPicture(playback: Playback, root: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const wait = root.querySelector<HTMLElement>('.player-wait');
    const done = () => {
      unheard();
      clearTimeout(limit);
      for (const press of PRESSES) window.removeEventListener(press, done);
      // From here on the hydrated page shows it where it is needed.
      if (wait) wait.hidden = playback.view().picture === 'moving';
      resolve();
    };
    const unheard = playback.subscribe(() => {
      const { picture, needsPress, transport } = playback.view();
      if (picture === 'moving' || needsPress || transport === 'hls') done();
    });
    const limit = setTimeout(done, WITHOUT_PICTURE_MS);
    for (const press of PRESSES) window.addEventListener(press, done);
  });
}

/** A person who reaches for a control should find it working. */
const PRESSES = ['pointerdown', 'keydown'] as const;

/** Tries until it succeeds: the picture plays meanwhile, and nobody should have to reload for the chat. */
async function retried<T>(part: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await part();
    } catch {
      await new Promise((wake) => setTimeout(wake, RETRY_MS));
    }
  }
}
