import { audience } from './audience';
import { cameras, phones } from './cameras';
import { chat, moderation } from './chat';
import { crewLinks } from './crew-links';
import { describing } from './description';
import { destinations } from './destinations';
import { events } from './events';
import { graphics } from './graphics';
import { logs, statistics } from './logs';
import type { Nouns } from './openapi';
import { recordings } from './recordings';
import { score } from './score';
import { scoreEventRows } from './score-events';
import { shows, webhooks } from './shows';
import { sound } from './sound';
import { switching } from './switching';

/** Every endpoint, by noun. Documents, rights matrix and client come from here. */
export const NOUNS = {
  events,
  switching,
  cameras,
  phones,
  destinations,
  score,
  scoreEvents: scoreEventRows,
  graphics,
  sound,
  crewLinks,
  logs,
  recordings,
  chat,
  moderation,
  statistics,
  shows,
  audience,
  webhooks,
  description: describing((): Nouns => NOUNS),
} as const;

export const TABLE = Object.values(NOUNS).flat();
