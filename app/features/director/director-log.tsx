import type { LogRow } from '../../../contract/messages';
import { timeOfDay } from '../../ui/format';
import { useCrew } from '../crew/crew-context';

export function LogPanel() {
  const { log } = useCrew().state;
  if (log.length === 0)
    return <p className="text-2">Nothing has happened yet. Cuts, cameras and faults are listed here.</p>;
  return <LogLines rows={log} wrap />;
}

/** Newest first. */
export function LogLines({ rows, wrap = false }: { rows: LogRow[]; wrap?: boolean }) {
  return (
    <ul className="log-lines" aria-label="Log" data-wrap={wrap}>
      {rows.map((row) => (
        <li key={row.id} data-severity={row.severity}>
          <time dateTime={row.at}>{timeOfDay(row.at)}</time>
          <span className="clip" title={row.text}>
            {row.text}
          </span>
        </li>
      ))}
    </ul>
  );
}
