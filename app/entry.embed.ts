import { beginPage } from './features/viewer/page/begin-page';

beginPage({ keepRoom: true, drawing: () => import('./features/viewer/page/draw-embed') });
