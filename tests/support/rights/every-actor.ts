import { CREW_ROLES, type CrewRole } from '../../../contract/vocabulary';
import { type Claims, purpose, type Purpose } from '../../../db/claims';

const PURPOSES = [
  'setup',
  'login',
  'session',
  'api_token',
  'join',
  'device',
  'crew_link',
  'ticket',
  'limits',
  'presence',
  'chat',
  'clock',
  'reconcile',
  'players',
] satisfies Purpose[];

/**
 * Everybody whom the database knows, by name: those who belong to an event or its team, and the purposes of
 * the product itself.
 */
export function everyActor(eventId: string, cameraId: string, teamId: string): Record<string, Claims> {
  const crew = (role: CrewRole): Claims => ({
    kind: 'crew',
    eventId,
    role,
    linkId: eventId,
    name: 'x',
  });
  return {
    member: { kind: 'member', userId: null, teams: [teamId], name: 'x', via: 'token' },
    director: crew('director'),
    assistant: crew('assistant'),
    scorer: crew('scorer'),
    moderator: crew('moderator'),
    camera: { kind: 'camera', eventId, cameraId },
    joining: { kind: 'joining', eventId },
    viewer: { kind: 'viewer' },
    ...Object.fromEntries(PURPOSES.map((name) => [name, purpose(name)])),
    engine: { kind: 'engine' },
    rotation: { kind: 'rotation' },
  };
}

/** What a client of the API may be, by the kind of actor that the database then knows it as. */
export const CLIENTS = {
  member: ['session', 'token'],
  crew: CREW_ROLES,
  camera: ['phone'],
  viewer: ['viewer'],
  // Nobody comes in as one of these: a code counts for one call, and the rest are the product itself.
  joining: [],
  purpose: [],
  engine: [],
  rotation: [],
} as const satisfies Record<Claims['kind'], readonly string[]>;

export type Client = (typeof CLIENTS)[keyof typeof CLIENTS][number];
