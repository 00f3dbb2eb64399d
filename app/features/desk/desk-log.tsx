import { useState } from 'react';
import { Button } from '../../ui/button';
import { timeOfDay } from '../../ui/format';
import { useCrew } from '../crew/crew-context';

const FEW = 6;

/** Newest first. */
export function LogSection() {
  const { state, now } = useCrew();
  const [all, setAll] = useState(false);
  const rows = all ? state.log : state.log.slice(0, FEW);
  return (
    <section id="log" aria-labelledby="log-title">
      <div className="part-head">
        <h2 id="log-title">Log</h2>
      </div>
      <ul className="desk-log">
        {rows.map((row) => (
          <li key={row.id} data-severity={row.severity}>
            <time dateTime={row.at}>{now === null ? '' : timeOfDay(row.at)}</time>
            <span>{row.text}</span>
          </li>
        ))}
      </ul>
      {rows.length === 0 ? <p className="desk-empty">Nothing has happened yet.</p> : null}
      {!all && state.log.length > FEW ? (
        <Button kind="link" onClick={() => setAll(true)}>
          Show more
        </Button>
      ) : null}
    </section>
  );
}
