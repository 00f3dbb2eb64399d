import { byteText } from '../../ui/format';
import { StateWord } from '../../ui/state-word';
import { useCrew } from '../crew/crew-context';
import { OUTPUT_LOOK } from '../crew/output-look';

/** The outputs that every event has: the watch page and the recording. */
export function OwnOutputs() {
  const { state, telemetry, viewers } = useCrew();
  const { recording, viewers: watch, hls } = state.outputs;
  const watching = viewers ?? telemetry?.viewers.total ?? 0;
  const watchLook = OUTPUT_LOOK[watch.status];
  const recordLook = OUTPUT_LOOK[recording.status];
  return (
    <ul className="own-outputs">
      <li>
        <span className="row">
          <a className="grow clip" href={`/watch/${state.event.slug}`} target="_blank" rel="noreferrer">
            Watch page
          </a>
          {watch.status === 'live' ? <span className="small text-2 num">{watching} watching</span> : null}
          <StateWord state={watchLook.sign}>{watchLook.word.toUpperCase()}</StateWord>
        </span>
        {watch.verdict ? <p>{watch.verdict}</p> : null}
        {hls.verdict ? <p>{hls.verdict}</p> : null}
      </li>
      <li>
        <span className="row">
          <span className="grow">Recording</span>
          {recording.bytes > 0 ? <span className="small text-2 num">{byteText(recording.bytes)}</span> : null}
          <StateWord state={recordLook.sign}>
            {recording.status === 'live' ? 'REC' : recordLook.word.toUpperCase()}
          </StateWord>
        </span>
        {recording.verdict ? <p>{recording.verdict}</p> : null}
      </li>
    </ul>
  );
}
