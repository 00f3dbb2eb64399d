import type { Services } from '../../../app/services';
import { call, makeEvent } from '../api/call';

/** A public address that answers nobody in a test. */
export const PUBLIC = 'rtmp://151.101.1.69/app';

/** What the form of a server of one's own sends. */
export const customRtmp = (url: string, streamKey = 'match-1') => ({
  plugin: 'custom-rtmp',
  label: 'Club',
  settings: { url },
  streamKey,
});

/** A new event, and its destinations as the API has them: `api('GET', '')` lists them. */
export async function eventDestinations(services: Services, token: string) {
  const event = await makeEvent(services, token);
  const path = `/api/v1/events/${event.slug}/destinations`;
  return {
    eventId: event.id,
    path,
    api: (method: string, to: string, body?: unknown) =>
      call(services, method, path + to, { token, ...(body === undefined ? {} : { body }) }),
  };
}
