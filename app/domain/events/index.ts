/** Events: made, changed, published, put on the air, ended. */
export type { EventAnswer } from './answer';
export { joinCodes, renewCodes } from './codes';
export { createEvent, type CreateEvent } from './create';
export { eventBySlug } from './find';
export { publishEvent, reopenEvent, startEvent, stopEvent } from './lifecycle';
export { deleteEvent, describeEvent, type EventPatch, listEvents, updateEvent } from './manage';
