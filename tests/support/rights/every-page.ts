import { type Client, CLIENTS } from './every-actor';
import type { EventKind } from '../../../contract/vocabulary';
import type { FullEvent } from '../events/full-event';

/** Who asks: a client of the event's own team and crew, or of another team's event. */
export type PageCaller = { kind: 'nobody'; own: true } | { kind: Client; own: boolean };

export interface Page {
  path: (event: FullEvent) => string;
  kind?: EventKind;
  /** Who of the event's own people is shown something of it, also while it is a draft. */
  shows: readonly Client[];
  /** Whether everybody is shown its public part once it is no draft. */
  audience?: true;
  /** What all others are answered; null where the page is anybody's and says nothing of an event. */
  refuses: (caller: PageCaller) => number | null;
  /** What its action is sent by clients who may not; a page without one answers 405. */
  form?: { fields: Record<string, string>; notBy?: readonly Client[] };
}

const TEAM = CLIENTS.member;
const isMember = ({ kind }: PageCaller) => TEAM.some((member) => member === kind);
const isCrew = ({ kind }: PageCaller) => CLIENTS.crew.some((role) => role === kind);
const WRONG = 'a-secret-that-nobody-has-and-nobody-gets-x';

/** To another team there is no such event, its crew may not, and anybody else may sign in first. */
const ofAnEvent = (caller: PageCaller): number => {
  if (isMember(caller)) return 404;
  return isCrew(caller) && caller.own ? 403 : 302;
};
const ofATeam = (caller: PageCaller): number => (isMember(caller) ? 200 : 302);
const anybody = () => null;
const notThere = () => 404;

/** Every page by its route, and who is shown something of an event. */
export const PAGES: Record<string, Page> = {
  'routes/_index': { path: () => '/', shows: [], refuses: anybody },
  'routes/docs.api': { path: () => '/docs/api', shows: [], refuses: anybody },
  'routes/events._index': { path: () => '/events', shows: TEAM, refuses: ofATeam },
  'routes/events.new': {
    path: () => '/events/new',
    shows: [],
    refuses: ofATeam,
    // A member makes an event of its own team.
    form: { fields: { title: 'Another', kind: 'match' }, notBy: TEAM },
  },
  'routes/events.$slug._index': { path: ({ slug }) => `/events/${slug}`, shows: TEAM, refuses: ofAnEvent },
  'routes/events.$slug.direct': {
    path: ({ slug }) => `/events/${slug}/direct`,
    shows: [...TEAM, 'director', 'assistant'],
    refuses: ofAnEvent,
  },
  'routes/events.$slug.score': {
    path: ({ slug }) => `/events/${slug}/score`,
    shows: [...TEAM, 'director', 'scorer'],
    refuses: ofAnEvent,
  },
  'routes/events.$slug.chat': {
    path: ({ slug }) => `/events/${slug}/chat`,
    shows: [...TEAM, 'director', 'moderator', 'host'],
    refuses: ofAnEvent,
  },
  'routes/events.$slug.host': {
    path: ({ slug }) => `/events/${slug}/host`,
    kind: 'show',
    shows: [...TEAM, 'host'],
    // It asks for the link, whether or not there is a show.
    refuses: () => 200,
    form: { fields: { secret: WRONG } },
  },
  'routes/watch.$slug': {
    path: ({ slug }) => `/watch/${slug}`,
    // The audience's pages know cookies only.
    shows: ['session', ...CLIENTS.crew],
    audience: true,
    refuses: notThere,
  },
  'routes/show.$showId': {
    path: ({ slug }) => `/show/${slug}`,
    shows: [],
    audience: true,
    refuses: notThere,
  },
  'routes/iframe.live': {
    path: ({ slug }) => `/iframe/live?room=${slug}`,
    shows: [],
    audience: true,
    refuses: notThere,
  },
  // Whichever phone it is: it sees what is its own.
  'routes/camera': {
    path: () => '/camera',
    shows: CLIENTS.camera,
    refuses: ({ kind }) => (kind === 'phone' ? 200 : 302),
  },
  'routes/crew.$token': {
    path: () => `/crew/${WRONG}`,
    shows: [],
    refuses: anybody,
    form: { fields: {} },
  },
  'routes/join._index': { path: () => '/join', shows: [], refuses: anybody },
  'routes/join.$code': { path: () => '/join/AAAA-AAAA', shows: [], refuses: anybody },
  'routes/login': {
    path: ({ slug }) => `/login?redirectTo=/events/${slug}`,
    shows: [],
    refuses: anybody,
    form: { fields: { email: 'nobody@example.org', password: WRONG } },
  },
  'routes/logout': {
    path: () => '/logout',
    shows: [],
    refuses: anybody,
    // It ends the session of who asks.
    form: { fields: {}, notBy: ['session'] },
  },
  'routes/setup': {
    path: () => `/setup?token=${WRONG}`,
    shows: [],
    refuses: anybody,
    form: { fields: { token: WRONG, name: 'x', email: 'x@example.org', password: WRONG } },
  },
};
