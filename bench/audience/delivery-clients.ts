import { openWire } from './wire';

/** The clients of the sockets, in a process of their own: they read and drop everything. */
process.on('disconnect', () => process.exit(0));
process.once('message', ({ clients, port }: { clients: number; port: number }) => {
  void (async () => {
    const host = '127.0.0.1';
    for (let n = 0; n < clients; n += 1) {
      await openWire({ host, port, origin: `http://${host}:${port}` });
    }
    process.send?.({ open: clients });
  })();
});
