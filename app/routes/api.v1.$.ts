import { serveApi } from '../api/mount';

/** The control API: every address is a row of app/api. */
export const loader = serveApi;
export const action = serveApi;
