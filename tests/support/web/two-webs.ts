import type { Services } from '../../../app/services';
import { startRealtime } from './test-realtime';
import { createTestServices, type TestServices } from './test-services';

/** Two web processes on one database, each with its own way in (services) and its own way out (realtime). */
export interface TwoWebs {
  services: TestServices;
  other: Services;
  one: Awaited<ReturnType<typeof startRealtime>>;
  two: Awaited<ReturnType<typeof startRealtime>>;
  close(): Promise<void>;
}

export async function startTwoWebs(): Promise<TwoWebs> {
  const services = await createTestServices();
  const { webUrl } = services.database;
  const [one, two] = await Promise.all([startRealtime(webUrl), startRealtime(webUrl)]);
  return {
    services,
    other: services.another(),
    one,
    two,
    async close() {
      await Promise.all([one.close(), two.close()]);
      await services.close();
    },
  };
}
