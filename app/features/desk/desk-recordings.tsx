import { Download } from 'lucide-react';
import { useNow } from '../../ui/clock';
import { byteText, clockText, dayAndTime } from '../../ui/format';
import type { RecordingFacts } from './desk-data';

export function RecordingsSection({ recordings }: { recordings: RecordingFacts[] }) {
  // Times follow this browser's clock, which the server does not know.
  const ready = useNow() !== null;
  return (
    <section id="recordings" aria-labelledby="recordings-title">
      <div className="part-head">
        <h2 id="recordings-title">Recordings</h2>
      </div>
      <ul className="desk-list">
        {recordings.map((recording) => (
          <li key={recording.id}>
            <span className="grow">
              <b className="clip">{ready ? dayAndTime(recording.startedAt) : ''}</b>
              <small className="num">
                {recording.endedAt ? `${lasted(recording.startedAt, recording.endedAt)}, ` : 'running, '}
                {byteText(recording.bytes)}
              </small>
            </span>
            <a className="button" data-kind="surface" href={recording.url} download>
              <Download className="icon" />
              Download
            </a>
          </li>
        ))}
      </ul>
      {recordings.length === 0 ? (
        <p className="desk-empty">Recording starts and ends with the stream.</p>
      ) : null}
    </section>
  );
}

function lasted(from: string, to: string): string {
  return clockText(Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000)));
}
