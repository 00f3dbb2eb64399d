import { type Request, Router } from 'express';
import { isIn, RELAYED_HEADER } from '../../core/client-address';
import { AppError } from '../../core/errors';
import { TtlCache } from '../../core/time/ttl-cache';
import { withTimeout } from '../../core/time/with-timeout';
import { ping } from '../../db/connect';
import { lanAddresses } from '../config/lan';
import type { ChatCounts } from '../domain/chat/chat-service';
import type { Realtime } from '../realtime/realtime';
import type { Services } from '../services';
import { requestContextOf } from './request-context';

const PART_MS = 1_500;
/** Who asks often gets the same answer for so long: a probe must cost nothing. */
const KEPT_MS = 500;

interface Part {
  ok: boolean;
  message: string;
}

const LOOPBACK = ['127.0.0.0/8', '::1'];

/**
 * Whether a request comes from the machine itself, by whichever of its addresses, and not only through a
 * proxy on it.
 */
function isOwnMachine(request: Request): boolean {
  if (request.headers[RELAYED_HEADER] !== undefined) return false;
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

/** A few figures in Prometheus' text format; written by hand, as there are so few. */
function metricsText(realtime: Realtime, chat: ChatCounts): string {
  const figures = realtime.figures();
  const { database, listening } = realtime.health();
  const memory = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    metric('touchline_database_up', 'gauge', 'Whether Postgres answers.', Number(database)),
    metric('touchline_doorbell_up', 'gauge', 'Whether NOTIFY is heard.', Number(listening)),
    metricBy('touchline_sockets', 'gauge', 'Connected sockets.', 'audience', Object.entries(figures.sockets)),
    metric(
      'touchline_events_watched',
      'gauge',
      'Events somebody watches through this process.',
      figures.events,
    ),
    metric('touchline_state_reads_total', 'counter', 'Reads of event states.', figures.reads),
    metric('touchline_state_read_failures_total', 'counter', 'Reads that failed.', figures.failedReads),
    metric('touchline_updates_total', 'counter', 'Changes handed to sockets.', figures.updates),
    metric('touchline_clients_kicked_total', 'counter', 'Clients that did not read.', figures.kicked),
    metric('touchline_chat_accepted_total', 'counter', 'Chat messages taken here.', chat.accepted),
    metricBy(
      'touchline_chat_refused_total',
      'counter',
      'Chat messages refused here.',
      'reason',
      chat.refused,
    ),
    metric(
      'touchline_chat_batches_total',
      'counter',
      'Batches of chats handed to sockets and embeds.',
      figures.chat.batches,
    ),
    metric('touchline_chat_messages_total', 'counter', 'Chat messages in them.', figures.chat.messages),
    metric(
      'touchline_chat_left_out_total',
      'counter',
      'Clients left out of the chat for a while because they were behind.',
      figures.chat.leftOut,
    ),
    metric('process_resident_memory_bytes', 'gauge', 'Resident memory.', memory.rss),
    metric('process_cpu_seconds_total', 'counter', 'CPU time.', (user + system) / 1e6),
    metric('process_uptime_seconds', 'gauge', 'Since the start.', process.uptime()),
    '',
  ].join('\n');
}

type Kind = 'gauge' | 'counter';

/** One line for each value of a label. */
function metricBy(
  name: string,
  type: Kind,
  help: string,
  label: string,
  values: Iterable<readonly [string, number]>,
): string {
  const lines = [...values].map(([value, count]) => `${name}{${label}="${value}"} ${count}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
}

function metric(name: string, type: Kind, help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}`;
}
