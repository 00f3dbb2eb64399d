import { beginPage } from './features/viewer/page/begin-page';

beginPage({ keepRoom: false, drawing: () => import('./features/viewer/page/draw-watch') });
