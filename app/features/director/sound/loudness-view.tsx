import { RotateCcw } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { IconButton } from '../../../ui/button';
import { useCommand } from '../../crew/commands';
import { useCrew } from '../../crew/crew-context';
import { useSoundDesk } from './sound-desk';
import { luText, movedText, targetOf } from './sound-words';

const TARGETS = [
  [-14, 'YouTube'],
  [-16, 'Internet, AES TD1008'],
  [-23, 'Broadcast, EBU R 128'],
] as const;

/** LU around the target that nobody hears as wrong. */
const NEAR_LU = 1;

/** Loudness of the program by EBU R 128, against what the destinations want. */
export function LoudnessView() {
  const { state, commands } = useCrew();
  const { meters } = useSoundDesk();
  const { run } = useCommand();
  const now = useSyncExternalStore(meters.subscribe, meters.loudness, meters.loudness);
  const { targetLufs, moved } = state.sound;
  const target = targetOf(targetLufs, state.destinations);
  const integrated = now?.integrated ?? null;
  const off = integrated === null ? null : integrated - target;
  return (
    <section className="loudness" aria-label="Loudness">
      <header>
        <h3>Loudness</h3>
        <span className="text-3 small">{now ? 'LUFS' : 'Not measured now'}</span>
        <IconButton
          label="Begin the measurement again"
          title={`Begin the measurement again. ${movedText(moved.loudness)}`}
          onClick={() => void run('reset', commands.resetLoudness)}
        >
          <RotateCcw className="icon" />
        </IconButton>
      </header>
      <dl className="loudness-numbers num">
        <Figure name="M" title="Momentary: the last 0.4 s" value={luText(now?.momentary)} />
        <Figure name="S" title="Short-term: the last 3 s" value={luText(now?.shortTerm)} />
        <Figure name="I" title="Integrated: since the measurement began" value={luText(now?.integrated)} />
        <Figure name="LRA" title="Loudness range since then, LU" value={luText(now?.range)} />
      </dl>
      <Line target={target} />
      <label className="choice-line loudness-target" title={movedText(moved.targetLufs)}>
        <span>Target</span>
        <select
          className="input"
          value={targetLufs ?? ''}
          onChange={(event) => {
            const { value } = event.target;
            void run('target', () =>
              commands.changeSound({ targetLufs: value === '' ? null : Number(value) }),
            );
          }}
        >
          <option value="">{`By destinations: ${luText(targetOf(null, state.destinations))}`}</option>
          {TARGETS.map(([lufs, name]) => (
            <option key={lufs} value={lufs}>{`${luText(lufs)} ${name}`}</option>
          ))}
        </select>
      </label>
      <p className="sound-moved" data-off={off !== null && Math.abs(off) > NEAR_LU}>
        {off === null ? 'Nothing to compare yet.' : distance(off)}
      </p>
    </section>
  );
}

function distance(off: number): string {
  if (Math.abs(off) <= NEAR_LU) return 'On target.';
  return `${Math.abs(off).toFixed(1)} LU ${off > 0 ? 'louder' : 'quieter'} than the target.`;
}

function Figure({ name, title, value }: { name: string; title: string; value: string }) {
  return (
    <div title={title}>
      <dt>
        <abbr title={title}>{name}</abbr>
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

const SECONDS = 600;
const HEIGHT = 60;
/** LU above and below the target that the line shows. */
const ABOVE = 9;
const BELOW = 21;

function Line({ target }: { target: number }) {
  const { meters } = useSoundDesk();
  const line = useSyncExternalStore(meters.subscribe, meters.line, meters.line);
  const y = (lufs: number) =>
    (HEIGHT * Math.min(1, Math.max(0, (target + ABOVE - lufs) / (ABOVE + BELOW)))).toFixed(1);
  let path = '';
  let isOpen = false;
  line.forEach((lufs, i) => {
    if (lufs !== null) path += `${isOpen ? 'L' : 'M'}${SECONDS - line.length + i} ${y(lufs)}`;
    isOpen = lufs !== null;
  });
  return (
    <svg
      className="loudness-line"
      viewBox={`0 0 ${SECONDS} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label="Short-term loudness of the last ten minutes"
    >
      <line x1="0" x2={SECONDS} y1={y(target)} y2={y(target)} />
      <path d={path} />
    </svg>
  );
}
