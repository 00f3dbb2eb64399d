import { bootstrapPage } from './page/bootstrap';

bootstrapPage({ keepRoom: false, load: async () => (await import('./page/render-watch')).renderWatch });
