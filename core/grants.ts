import type { EventRooms } from './rooms';

/** Every grant written out, also where it is false: LiveKit takes an unset grant as true (design §6). */
export interface RoomGrant {
  room: string;
  roomJoin: true;
  canPublish: boolean;
  canPublishSources: ('camera' | 'microphone' | 'screen_share' | 'screen_share_audio')[];
  canSubscribe: boolean;
  canPublishData: boolean;
  canUpdateOwnMetadata: false;
  hidden: boolean;
  roomAdmin: false;
  roomCreate: false;
  roomList: false;
  roomRecord: false;
  ingressAdmin: false;
  recorder: false;
  agent: false;
}

const NOTHING = {
  roomJoin: true,
  canPublish: false,
  canPublishSources: [],
  canSubscribe: false,
  canPublishData: false,
  canUpdateOwnMetadata: false,
  hidden: false,
  roomAdmin: false,
  roomCreate: false,
  roomList: false,
  roomRecord: false,
  ingressAdmin: false,
  recorder: false,
  agent: false,
} as const satisfies Omit<RoomGrant, 'room'>;

/**
 * Minutes and not hours: LiveKit refreshes the tokens of connected clients, so only the first join is
 * limited, and revocation happens at our token call.
 */
const CREW_LIFE_S = 10 * 60;
const VIEWER_LIFE_S = 5 * 60;

/** Begins the identities of directors and assistants in the rooms. */
export const DESK_IDENTITY = 'director';

export interface Grant {
  grant: RoomGrant;
  ttlS: number;
}

/** What each role may do in which room. */
export const GRANTS = {
  camera: (rooms: EventRooms): Grant => ({
    grant: { ...NOTHING, room: rooms.cameras, canPublish: true, canPublishSources: ['camera', 'microphone'] },
    ttlS: CREW_LIFE_S,
  }),
  operatorReturn: (rooms: EventRooms, live: boolean): Grant => ({
    grant: { ...NOTHING, room: live ? rooms.program : rooms.rehearsal, canSubscribe: true, hidden: true },
    ttlS: CREW_LIFE_S,
  }),
  directorCameras: (rooms: EventRooms): Grant => ({
    grant: { ...NOTHING, room: rooms.cameras, canSubscribe: true, hidden: true },
    ttlS: CREW_LIFE_S,
  }),
  directorProgram: (rooms: EventRooms, live: boolean): Grant => ({
    grant: { ...NOTHING, room: live ? rooms.program : rooms.rehearsal, canSubscribe: true, hidden: true },
    ttlS: CREW_LIFE_S,
  }),
  viewer: (rooms: EventRooms): Grant => ({
    grant: { ...NOTHING, room: rooms.program, canSubscribe: true, hidden: true },
    ttlS: VIEWER_LIFE_S,
  }),
  /** The host of a show: viewers see and hear at once what is published here. */
  host: (rooms: EventRooms): Grant => ({
    grant: {
      ...NOTHING,
      room: rooms.program,
      canPublish: true,
      // One audio track: a shared screen's sound is mixed into it, so that viewers and engine need not handle
      // a second.
      canPublishSources: ['camera', 'microphone', 'screen_share'],
    },
    ttlS: CREW_LIFE_S,
  }),
  /** Sends levels of sound to the directors in the cameras' room; never where viewers are, as in a show's. */
  engineInput: (rooms: EventRooms): Grant => ({
    grant: {
      ...NOTHING,
      room: rooms.cameras,
      canSubscribe: true,
      canPublishData: rooms.cameras !== rooms.program,
      hidden: true,
    },
    ttlS: CREW_LIFE_S,
  }),
  engineProgram: (rooms: EventRooms, live: boolean): Grant => ({
    grant: {
      ...NOTHING,
      room: live ? rooms.program : rooms.rehearsal,
      canPublish: true,
      canPublishSources: ['camera', 'microphone'],
    },
    ttlS: CREW_LIFE_S,
  }),
} as const;
