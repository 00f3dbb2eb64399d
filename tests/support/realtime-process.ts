import { startRealtime } from './realtime';

/** A web process's sockets in a process of their own, for tests that kill it: prints its address, ends with its parent. */
process.on('disconnect', () => process.exit(0));
const { url } = await startRealtime(process.env.TEST_DATABASE_URL ?? '', Number(process.env.TEST_PORT ?? 0));
process.send?.({ url });
