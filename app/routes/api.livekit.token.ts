import { serveApi } from '../api/mount';

export const loader = serveApi;
export const action = serveApi;
