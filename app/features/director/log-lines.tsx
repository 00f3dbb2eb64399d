import type { LogRow } from '../../../contract/messages';
import { timeOfDay } from '../../ui/format';

/** Lines of the log, newest first: cuts, cameras, outputs, faults. */
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
