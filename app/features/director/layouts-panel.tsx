import type { ReactNode } from 'react';
import {
  BORDER,
  CORNERS,
  FITS,
  INSET_SIZE,
  LAYOUT_DEFAULTS,
  type LayoutOptions,
} from '../../../contract/program';
import { LAYOUTS } from '../../../contract/vocabulary';
import { percent } from '../../ui/format';
import { useCrew } from '../crew/crew-context';
import { LAYOUT_NAMES } from './cells';
import { LayoutDrawing } from './layout-drawing';
import { ProgramCells } from './program-cells';
import { Slider } from './slider';
import type { Switching } from './switching';
import type { Transitions } from './transition-choice';

interface Props {
  switching: Switching;
  transitions: Transitions;
}

/** Layouts of the program: which one, how it comes, which camera in which cell, and how cells are drawn. */
export function LayoutsPanel({ switching, transitions }: Props) {
  const { program } = useCrew().state;
  const { moves, setMoves, ofLayouts: transition } = transitions;
  return (
    <>
      <div className="layouts" role="group" aria-label="Layout of the program">
        {LAYOUTS.map((layout) => (
          <button
            key={layout}
            type="button"
            aria-pressed={program.layout === layout}
            onClick={() => switching.setScene({ layout, transition })}
          >
            <LayoutDrawing layout={layout} options={program.options} />
            {LAYOUT_NAMES[layout]}
          </button>
        ))}
      </div>
      <Choices label="Change by">
        <button type="button" aria-pressed={!moves} onClick={() => setMoves(false)}>
          Cut
        </button>
        <button
          type="button"
          aria-pressed={moves}
          title="The cells travel to their new places, at the rate of the mix"
          onClick={() => setMoves(true)}
        >
          Move
        </button>
      </Choices>
      <ProgramCells switching={switching} transition={transition} />
      {program.layout === 'single' ? null : (
        <Options
          options={program.options}
          isInset={program.layout === 'picture-in-picture'}
          onChange={(options) => switching.setScene({ options, transition })}
        />
      )}
    </>
  );
}

interface OptionsProps {
  options: LayoutOptions;
  isInset: boolean;
  onChange: (options: LayoutOptions) => void;
}

const FIT_WORDS = {
  fill: { word: 'Fill', title: 'The picture fills its cell; what does not fit is cut off' },
  fit: { word: 'Fit', title: 'The whole picture is seen, with edges where its shape is another one' },
} as const;

function Options({ options, isInset, onChange }: OptionsProps) {
  const { corner, size, border, fit } = { ...LAYOUT_DEFAULTS, ...options };
  return (
    <div className="layout-options">
      {isInset ? (
        <>
          <Choices label="Corner">
            {CORNERS.map((one) => (
              <button
                key={one}
                type="button"
                aria-label={one.replace('-', ' ')}
                title={one.replace('-', ' ')}
                aria-pressed={corner === one}
                onClick={() => onChange({ corner: one })}
              >
                <LayoutDrawing layout="picture-in-picture" options={{ corner: one, size: 0.42 }} />
              </button>
            ))}
          </Choices>
          <Slider
            label="Size"
            value={Math.round((size ?? LAYOUT_DEFAULTS.size) * 100)}
            min={INSET_SIZE.min * 100}
            max={INSET_SIZE.max * 100}
            text={(value) => percent(value / 100)}
            onKeep={(value) => onChange({ size: value / 100 })}
          />
          <Slider
            label="Border"
            value={border ?? LAYOUT_DEFAULTS.border}
            {...BORDER}
            text={(value) => (value === 0 ? 'None' : `${value} px`)}
            onKeep={(value) => onChange({ border: value })}
          />
        </>
      ) : null}
      <Choices label="Pictures">
        {FITS.map((one) => (
          <button
            key={one}
            type="button"
            title={FIT_WORDS[one].title}
            aria-pressed={fit === one}
            onClick={() => onChange({ fit: one })}
          >
            {FIT_WORDS[one].word}
          </button>
        ))}
      </Choices>
    </div>
  );
}

function Choices({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="choice-line">
      <span aria-hidden="true">{label}</span>
      <div className="segment" role="group" aria-label={label}>
        {children}
      </div>
    </div>
  );
}
