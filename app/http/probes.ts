import { type Request, Router } from 'express';
import { isIn } from '../../core/client-address';
import { AppError } from '../../core/errors';
import { ping } from '../../db/connect';
import { TtlCache } from '../../core/time/ttl-cache';
import { withTimeout } from '../../core/time/with-timeout';
import type { Realtime } from '../realtime/realtime';
import type { Services } from '../services';
import { lanAddresses } from '../config/lan';
import { metricsText } from './metrics';
import { requestContextOf } from './request-context';

const PART_MS = 1_500;
/** Who asks often gets the same answer for so long: a probe must cost nothing. */
const KEPT_MS = 500;

interface Part {
  ok: boolean;
  message: string;
}

const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Whether a request comes from the machine itself, by whichever of its addresses. */
function isOwnMachine(request: Request): boolean {
  return isIn(requestContextOf(request).ip, [...LOOPBACK, ...lanAddresses()]);
}

/**
 * `/healthz`: the process lives. `/readyz`: each part it needs, by name; for others than the machine itself
 * (a load balancer) only whether it is ready. `/metrics`: for Prometheus on the machine itself.
 */
export function probes(services: Services, realtime: Realtime, leaving: () => boolean): Router {
  const router = Router();
  const looks = new TtlCache<Record<string, Part>>(KEPT_MS, 1);
  router.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  router.get('/readyz', (request, response, next) => {
    looks
      .get('parts', () => lookAtParts(services, realtime))
      .then((found) => {
        const ready = !leaving() && Object.values(found).every((part) => part.ok);
        const parts = isOwnMachine(request) ? { leaving: leaving(), parts: found } : {};
        response.status(ready ? 200 : 503).json({ ready, ...parts });
      })
      .catch(next);
  });
  router.get('/metrics', (request, response, next) => {
    if (!isOwnMachine(request)) return next(new AppError('not_found', 'There is no such page.'));
    response.type('text/plain; version=0.0.4').send(metricsText(realtime, services.chat.counts));
  });
  return router;
}

async function lookAtParts(services: Services, realtime: Realtime): Promise<Record<string, Part>> {
  const { listening } = realtime.health();
  const [database, livekit] = await Promise.all([
    part(ping(services.sql), 'The database does not answer.'),
    part(services.livekit.ping(), 'LiveKit does not answer.'),
  ]);
  const doorbell = { ok: listening, message: listening ? 'ok' : 'Changes are found by asking only.' };
  return { database, doorbell, livekit };
}

async function part(work: PromiseLike<unknown>, fault: string): Promise<Part> {
  return withTimeout(PART_MS, Promise.resolve(work), 'a probe').then(
    () => ({ ok: true, message: 'ok' }),
    () => ({ ok: false, message: fault }),
  );
}
