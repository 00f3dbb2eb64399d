import { bootstrapPage } from '../mount/bootstrap';
import type { WatchData } from '../mount/page-data';

bootstrapPage<WatchData>({
  keepRoom: false,
  load: async () => (await import('./watch-page')).WatchPage,
});
