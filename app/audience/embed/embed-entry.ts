import { bootstrapPage } from '../mount/bootstrap';
import type { EmbedData } from '../mount/page-data';

bootstrapPage<EmbedData>({
  keepRoom: true,
  load: async () => (await import('./embed-page')).EmbedPage,
});
