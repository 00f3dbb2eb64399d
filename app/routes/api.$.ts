import { serveApi } from '../api/mount';

/** What our own pages call, by rows of app/api; an address that is none gets JSON, and not a page. */
export const loader = serveApi;
export const action = serveApi;
