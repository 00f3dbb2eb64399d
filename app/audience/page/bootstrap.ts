import { chosenSurface, keepEarlyChoice, OWN } from '../surface/chosen-surface';
import { Playback } from '../player/playback';
import type { WatchData } from './page-data';
import { readPage } from './read-page';

/** A picture that has not come by then is waited for with the controls there. */
const WITHOUT_PICTURE_MS = 4_000;
const RETRY_MS = 2_000;

export interface PageKind {
  /** Embedded players hear of everything in the program's room. */
  keepRoom: boolean;
  /** Loads what hydrates the page that the server rendered. */
  load: () => Promise<(playback: Playback) => void>;
}

/**
 * The beginning of a page with a player: first the picture, into the element that the server drew, then all
 * the rest. So what is loaded before the first picture is this, and the media client.
 */
export function bootstrapPage({ keepRoom, load: loadPage }: PageKind): void {
  const page = readPage<WatchData>();
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
    // What failed here is done again by the drawn page.
    if (waits || (keepRoom && open)) void count(slug).catch(() => undefined);
    const first = waits ? waitForPicture(playback, page.root) : Promise.resolve();
    void first.then(() => retried(loadPage)).then((render) => render(playback));
  });
}

/**
 * In a file of its own, on its way beside the media client: who watches counts before the picture is there.
 */
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
 * Resolves with the first picture, or when something besides it is needed: a press, another way, patience.
 */
function waitForPicture(playback: Playback, root: HTMLElement): Promise<void> {
  return new Promise((resolve) => {
    const wait = root.querySelector<HTMLElement>('.player-wait');
    const done = () => {
      unheard();
      clearTimeout(limit);
      for (const press of PRESSES) window.removeEventListener(press, done);
      // From here on the drawn page says what there is to say.
      if (wait) wait.hidden = playback.view().picture === 'moving';
      resolve();
    };
    const unheard = playback.subscribe(() => {
      const { picture, needsPress, way } = playback.view();
      if (picture === 'moving' || needsPress || way === 'hls') done();
    });
    const limit = setTimeout(done, WITHOUT_PICTURE_MS);
    for (const press of PRESSES) window.addEventListener(press, done);
  });
}

/** Whoever reaches for a control should find it working. */
const PRESSES = ['pointerdown', 'keydown'] as const;

/** Tries until it is there: the picture goes on meanwhile, and nobody should have to reload for the chat. */
async function retried<T>(part: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await part();
    } catch {
      await new Promise((wake) => setTimeout(wake, RETRY_MS));
    }
  }
}
