/** All of the desk that needs LiveKit's client, in one script that is fetched once. */
export { Connection } from './connection';
export { RoomPicture } from './room-picture';
export { ProgramReturn } from './program-return';
export { AudioUnsubscriber } from './audio-unsubscriber';
