/** Events: made, changed, published, put on the air, ended. */
export { joinCodes, renewCodes } from './codes';
export { createEvent } from './create';
export { publishEvent, reopenEvent, startEvent, stopEvent } from './lifecycle';
export { deleteEvent, describeEvent, listEvents, updateEvent } from './manage';
