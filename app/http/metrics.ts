import type { ChatCounts } from '../domain/chat/chat-service';
import type { Realtime } from '../realtime/realtime';

/** A few figures in Prometheus' text format; written by hand, as there are so few. */
export function metricsText(realtime: Realtime, chat: ChatCounts): string {
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
