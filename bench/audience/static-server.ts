import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

/**
 * A folder as static files, by the library that serves the product's assets, and nothing around it. Prints
 * where it listens.
 */
process.on('disconnect', () => process.exit(0));
process.once('message', ({ folder }: { folder: string }) => {
  const server = createServer(sirv(folder, { gzip: true }));
  server.listen(0, '127.0.0.1');
  void once(server, 'listening').then(() => process.send?.({ port: (server.address() as AddressInfo).port }));
});
