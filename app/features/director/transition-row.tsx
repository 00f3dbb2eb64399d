import { ShieldCheck } from 'lucide-react';
import { type CSSProperties, useState } from 'react';
import type { CrewState } from '../../../contract/messages';
import { useCrew } from '../crew/crew-context';
import { isSlate } from './cells';
import { LayoutDrawing } from './layout-drawing';
import type { ClickMode, Switching } from './switching';
import { sentTransition, type Transitions } from './transition-choice';
import { EventTBar } from './tbar';
import { TransitionPicker } from './transition-picker';

interface Props {
  switching: Switching;
  transitions: Transitions;
  mode: ClickMode;
  onMode: (mode: ClickMode) => void;
  layoutsOpen: boolean;
  onLayouts: () => void;
  /** The switching is somebody else’s. */
  readOnly?: boolean;
}

const MODES: { mode: ClickMode; word: string; title: string }[] = [
  { mode: 'cut', word: 'A click cuts', title: 'A click on a camera puts it on the air at once' },
  {
    mode: 'preview',
    word: 'Preview first',
    title: 'A click sets what comes next; CUT puts it on the air. A double click cuts at once',
  },
];

/** The keys of the switcher. CUT is the brightest control of the desk. */
export function TransitionRow({ readOnly = false, ...props }: Props) {
  const { switching, transitions, mode, onMode, layoutsOpen, onLayouts } = props;
  const { program, event } = useCrew().state;
  const live = event.status === 'live';
  const { pending } = switching;
  const slatePressed = pending?.kind === 'cut' && pending.cameraId === null;
  const nothingNext = program.preview === null || undefined;
  return (
    <section className="transition-row" aria-label="Transition">
      <button
        type="button"
        className="cut-key"
        aria-disabled={nothingNext}
        aria-keyshortcuts="Space"
        onClick={() => switching.takePreview()}
      >
        <b>CUT</b>
        <kbd>Space</kbd>
      </button>
      <button
        type="button"
        className="cut-key auto-key"
        aria-disabled={nothingNext}
        aria-keyshortcuts="Enter"
        onClick={() => switching.takePreview(sentTransition(transitions.chosen))}
      >
        <b>AUTO</b>
        <kbd>Enter</kbd>
        <Progress />
      </button>
      <EventTBar chosen={transitions.chosen} readOnly={readOnly} />
      <TransitionPicker {...transitions} fps={event.encoding.fps} />
      <button
        type="button"
        className="side-key layouts-key"
        aria-label="Layouts"
        aria-pressed={layoutsOpen}
        aria-keyshortcuts="L"
        data-pending={pending?.kind === 'scene'}
        onClick={onLayouts}
      >
        <LayoutDrawing layout={program.layout} options={program.options} />
        <span>
          <b>Layouts</b> <kbd>L</kbd>
        </span>
      </button>
      <div className="segment click-mode" role="group" aria-label="A click on a camera">
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
        <span>
          <b>{program.faded ? 'Fade back up' : 'Fade to black'}</b>
          <kbd>F</kbd>
        </span>
      </button>
      <button
        type="button"
        className="side-key slate-key"
        aria-pressed={isSlate(program)}
        data-warn={live}
        data-pending={slatePressed}
        onClick={() => switching.cut(null)}
      >
        <ShieldCheck className="icon" />
        <span>
          <b>Panic slate</b>
          <small>{isSlate(program) ? 'On the air now' : 'Cover picture and sound'}</small>
        </span>
      </button>
    </section>
  );
}

/** How far a transition is that was taken while this page is open, by whomever. */
function Progress() {
  const { state } = useCrew();
  const { program, event } = state;
  const [seqAtStart] = useState(program.seq);
  const frames = program.seq === seqAtStart ? null : framesOf(state);
  if (frames === null) return null;
  const style: CSSProperties = { animationDuration: `${frames / event.encoding.fps}s` };
  return <span key={program.seq} className="auto-progress" style={style} aria-hidden="true" />;
}

/** Of the transition of the program's last change, as its line in the log says; null for a cut. */
function framesOf({ program, log }: CrewState): number | null {
  const timed = log.find(({ data }) => data['seq'] === program.seq)?.data['timed'];
  if (typeof timed !== 'object' || timed === null || !('frames' in timed)) return null;
  return typeof timed.frames === 'number' ? timed.frames : null;
}
