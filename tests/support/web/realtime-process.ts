import { createLivekit } from '../../../livekit/client';
import { startRealtime } from './test-realtime';

/**
 * A web process's sockets in a process of their own, for tests that kill it: prints its address, ends with
 * its parent.
 */
process.on('disconnect', () => process.exit(0));
const { TEST_DATABASE_URL = '', TEST_PORT = '0', TEST_LIVEKIT } = process.env;
const livekit = TEST_LIVEKIT ? createLivekit(JSON.parse(TEST_LIVEKIT)) : undefined;
const { url } = await startRealtime(TEST_DATABASE_URL, Number(TEST_PORT), livekit);
process.send?.({ url });
