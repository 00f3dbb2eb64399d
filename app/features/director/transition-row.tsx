import { ShieldCheck } from 'lucide-react';
import { useCrew } from '../crew/crew-context';
import type { ClickMode, Switching } from './switching';

interface Props {
  switching: Switching;
  mode: ClickMode;
  onMode: (mode: ClickMode) => void;
}

const MODES: { mode: ClickMode; word: string; title: string }[] = [
  { mode: 'cut', word: 'Cuts to it', title: 'A click on a camera puts it on the air at once' },
  {
    mode: 'preview',
    word: 'Preview first',
    title: 'A click sets what comes next; CUT puts it on the air. A double click cuts at once',
  },
];

/** The keys of the switcher. CUT is the brightest control of the desk. */
export function TransitionRow({ switching, mode, onMode }: Props) {
  const { program, event } = useCrew().state;
  const live = event.status === 'live';
  const { pending } = switching;
  const slatePressed = pending?.kind === 'cut' && pending.cameraId === null;
  return (
    <section className="transition-row" aria-label="Transition">
      <button
        type="button"
        className="cut-key"
        aria-disabled={program.preview === null || undefined}
        aria-keyshortcuts="Space"
        onClick={switching.cutToPreview}
      >
        <b>CUT</b>
        <kbd>Space</kbd>
      </button>
      <div className="segment" role="group" aria-label="A click on a camera">
        <span className="segment-label">A click on a camera</span>
        {MODES.map(({ mode: value, word, title }) => (
          <button
            key={value}
            type="button"
            title={title}
            aria-pressed={mode === value}
            onClick={() => onMode(value)}
          >
            {word}
          </button>
        ))}
      </div>
      <span className="grow" />
      <button
        type="button"
        className="side-key"
        aria-pressed={program.faded}
        data-warn={live}
        aria-keyshortcuts="F"
        data-pending={pending?.kind === 'fade'}
        onClick={switching.toggleFade}
      >
        <b>{program.faded ? 'Fade back up' : 'Fade to black'}</b>
        <kbd>F</kbd>
      </button>
      <button
        type="button"
        className="side-key"
        aria-pressed={program.onAir === null}
        data-warn={live}
        data-pending={slatePressed}
        onClick={() => switching.cut(null)}
      >
        <ShieldCheck className="icon" />
        <span>
          <b>Panic slate</b>
          <small>{program.onAir === null ? 'On the air now' : 'Cover picture and sound'}</small>
        </span>
      </button>
    </section>
  );
}
