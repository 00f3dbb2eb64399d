import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import type { CameraSlice } from '../../../../contract/messages';
import { DELAY_MS, type SoundSlice, SOUND_MODES } from '../../../../contract/sound';
import { IconButton } from '../../../ui/button';
import { type SoundChange, useCommand } from '../../crew/commands';
import { useCrew } from '../../crew/crew-context';
import { Fader, Range, Toggle } from './fader';
import { LevelBar } from './level-bar';
import { useSoundDesk } from './sound-desk';
import { lastMoveText, MODE_WORDS, movedText, panText } from './sound-words';

type Source = SoundSlice['sources'][string];
type SourceChange = NonNullable<SoundChange['sources']>[string];

interface Props {
  camera: CameraSlice;
  source: Source;
  firstOpen?: boolean;
}

/** One camera in the mixer. */
export function SourceStrip({ camera, source, firstOpen = false }: Props) {
  const { commands } = useCrew();
  const { solo, toggleSolo } = useSoundDesk();
  const { run } = useCommand();
  const [open, setOpen] = useState(firstOpen);
  const { id, label, number } = camera;
  const send = (change: SourceChange) => commands.changeSound({ sources: { [id]: change } });
  const moved = lastMoveText(source.moved);
  return (
    <section
      className="sound-strip"
      aria-label={`Sound of ${label}`}
      data-silent={source.muted || camera.muted}
    >
      <header>
        <kbd className="number-key">{number}</kbd>
        <h3 className="clip" title={label}>
          {label}
        </h3>
        <Toggle
          label={`Mute ${label}`}
          short="M"
          kind="mute"
          pressed={source.muted}
          moved={source.moved.muted}
          onPress={() => void run('mute', () => send({ muted: !source.muted }))}
        />
        <Toggle
          label={`Solo ${label}: only you hear it`}
          short="S"
          kind="solo"
          pressed={solo.has(id)}
          onPress={() => toggleSolo(id)}
        />
        <IconButton
          label={`${open ? 'Fewer' : 'More'} controls of ${label}`}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? <ChevronUp className="icon" /> : <ChevronDown className="icon" />}
        </IconButton>
      </header>
      <LevelBar label={`Level of ${label}`} levelOf={({ sources }) => sources[id] ?? null} />
      <Fader
        label="Fader"
        value={source.gainDb}
        moved={source.moved.gainDb}
        onMove={(gainDb) => send({ gainDb })}
      />
      {open ? <Details source={source} send={send} run={run} /> : null}
      <p className="sound-moved clip">
        {camera.muted ? 'The phone’s microphone is off. ' : null}
        {moved}
      </p>
    </section>
  );
}

interface DetailsProps {
  source: Source;
  send: (change: SourceChange) => Promise<unknown>;
  run: ReturnType<typeof useCommand>['run'];
}

function Details({ source, send, run }: DetailsProps) {
  const { moved } = source;
  return (
    <>
      <Range
        label="Pan"
        value={source.pan}
        {...{ min: -1, max: 1, step: 0.05, rest: 0, text: panText, moved: moved.pan }}
        onMove={(pan) => send({ pan: Math.round(pan * 100) / 100 })}
      />
      <Range
        label="Delay"
        value={source.delayMs}
        {...DELAY_MS}
        {...{ step: 10, rest: 0, moved: moved.delayMs }}
        text={(ms) => `${ms} ms`}
        onMove={(delayMs) => send({ delayMs })}
      />
      <div className="choice-line">
        <span aria-hidden="true">Low cut</span>
        <Toggle
          label={`Low cut below ${source.lowCutHz} Hz`}
          short={`${source.lowCutHz} Hz`}
          kind="plain"
          pressed={source.lowCut}
          moved={moved.lowCut}
          onPress={() => void run('low-cut', () => send({ lowCut: !source.lowCut }))}
        />
      </div>
      <div className="choice-line" title={movedText(moved.mode)}>
        <span aria-hidden="true">Is heard</span>
        <div className="segment" role="group" aria-label="When it is heard">
          {[null, ...SOUND_MODES].map((mode) => (
            <button
              key={mode}
              type="button"
              aria-pressed={source.mode === mode}
              title={mode ? MODE_WORDS[mode].title : 'As chosen for all above'}
              onClick={() => void run('mode', () => send({ mode }))}
            >
              {mode ? MODE_WORDS[mode].word : 'As all'}
            </button>
          ))}
        </div>
      </div>
    </>
  );
}
