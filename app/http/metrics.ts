import type { Realtime } from '../realtime/realtime.server';

/** A few figures in Prometheus' text format; written by hand, as there are so few. */
export function metricsText(realtime: Realtime): string {
  const figures = realtime.figures();
  const { database, listening } = realtime.health();
  const memory = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    metric('touchline_database_up', 'gauge', 'Whether Postgres answers.', Number(database)),
    metric('touchline_doorbell_up', 'gauge', 'Whether NOTIFY is heard.', Number(listening)),
    '# HELP touchline_sockets Connected sockets.\n# TYPE touchline_sockets gauge\n' +
      Object.entries(figures.sockets)
        .map(([audience, count]) => `touchline_sockets{audience="${audience}"} ${count}`)
        .join('\n'),
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
    metric('process_resident_memory_bytes', 'gauge', 'Resident memory.', memory.rss),
    metric('process_cpu_seconds_total', 'counter', 'CPU time.', (user + system) / 1e6),
    metric('process_uptime_seconds', 'gauge', 'Since the start.', process.uptime()),
    '',
  ].join('\n');
}

function metric(name: string, type: 'gauge' | 'counter', help: string, value: number): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${name} ${value}`;
}
