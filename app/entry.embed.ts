import { beginPage } from './features/viewer/page/begin-page';

beginPage({
  keepRoom: true,
  // A file of its own, on its way beside the media client: who watches counts before the picture is there.
  counting: (slug) =>
    import('./features/viewer/embed/heartbeat').then(({ heartbeatOf }) => heartbeatOf(slug).follow(true)),
  drawing: () => import('./features/viewer/page/draw-embed'),
});
