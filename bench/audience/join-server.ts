import { startRealtime } from '../../tests/support/web/test-realtime';

/** The sockets of one web process, in a process of its own. Prints where it listens. */
process.on('disconnect', () => process.exit(0));
process.once('message', ({ databaseUrl }: { databaseUrl: string }) => {
  void startRealtime(databaseUrl).then(({ url }) => process.send?.({ port: Number(new URL(url).port) }));
});
