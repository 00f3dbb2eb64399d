import { bootstrapPage } from './page/bootstrap';

bootstrapPage({ keepRoom: true, load: async () => (await import('./page/render-embed')).renderEmbed });
