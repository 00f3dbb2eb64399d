import { useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { FixAction } from '../../../contract/vocabulary';
import type { DestinationSlice } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice, StateWord } from '../../ui/signs';
import { sentenceOf } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import type { Fix } from './remedy-button';

interface Props {
  open: boolean;
  destination: DestinationSlice;
  form: DestinationForm | undefined;
  onClose: () => void;
  /** Opens the form for what the test found wrong. */
  onFix: (what: Fix) => void;
}

const PICTURES = {
  free: 'Ten seconds of a still picture show as well whether the line is fast enough. Nobody sees them but who looks at the server.',
  asked:
    'Ten seconds of a still picture show as well whether the line is fast enough. Where the stream goes public automatically, viewers see them.',
  always: 'This kind of server is tried with ten seconds of a still picture, and shows them like any other.',
} as const;

/** Fix actions that open a form. */
const FIX: Partial<Record<FixAction, { what: Fix; word: string }>> = {
  'replace-key': { what: 'key', word: 'Replace key' },
  'check-address': { what: 'settings', word: 'Check address' },
};

/** Tests a destination before the show: asks how, shows progress, then the result. */
export function TestDialog({ open, destination, form, onClose, onFix }: Props) {
  const { commands, now } = useCrew();
  const [run, setRun] = useState<'not yet' | 'under way' | 'over'>('not yet');
  const [error, setError] = useState<string | null>(null);
  const pictures = form?.testPictures ?? 'asked';
  const progress = testProgress(destination, now);
  const start = (withPictures: boolean) => {
    setRun('under way');
    setError(null);
    commands.testDestination(destination.id, withPictures).then(
      () => setRun('over'),
      (cause: unknown) => {
        setError(sentenceOf(cause));
        setRun('over');
      },
    );
  };
  const fix = run === 'over' && !error ? FIX[destination.test?.remedy ?? 'try-now'] : undefined;
  const close = () => {
    if (run === 'over') setRun('not yet');
    onClose();
  };
  return (
    <Dialog open={open} title={`Test ${destination.label}`} onClose={close}>
      {run === 'not yet' ? <p>{PICTURES[pictures]}</p> : null}
      {run === 'under way' ? (
        <div role="status" className="test-run">
          <p>{progress?.text ?? 'Asking the engine…'}</p>
          <progress value={progress?.done ?? undefined} aria-label="Test" />
        </div>
      ) : null}
      {run === 'over' && error ? <Notice>{error}</Notice> : null}
      {run === 'over' && !error && destination.test ? (
        <div role="status" className="test-run">
          <StateWord state={destination.test.ok ? 'ready' : 'attention'}>
            {destination.test.ok ? 'It works' : 'It does not work'}
          </StateWord>
          <p>{destination.test.text}</p>
        </div>
      ) : null}
      <div className="dialog-buttons">
        <Button onClick={close}>{run === 'not yet' ? 'Cancel' : 'Close'}</Button>
        {fix ? (
          <Button
            kind="primary"
            onClick={() => {
              close();
              onFix(fix.what);
            }}
          >
            {fix.word}
          </Button>
        ) : null}
        {run !== 'under way' && pictures !== 'always' ? (
          <Button kind={pictures === 'asked' && !fix ? 'primary' : undefined} onClick={() => start(false)}>
            Connect only
          </Button>
        ) : null}
        {run !== 'under way' && (!fix || pictures === 'always') ? (
          <Button kind={pictures === 'asked' || fix ? undefined : 'primary'} onClick={() => start(true)}>
            Send pictures
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}

/** Longer than any test: its engine died, so nothing more will come. */
const OVER_AFTER_S = 30;
const TEST_PICTURES_S = 10;

interface TestProgress {
  text: string;
  /** 0 to 1; null while the duration is unknown. */
  done: number | null;
}

/** Null when no test is running. */
export function testProgress(
  { testing }: Pick<DestinationSlice, 'testing'>,
  nowMs: number | null,
): TestProgress | null {
  if (!testing || nowMs === null) return null;
  const elapsedS = Math.max(0, (nowMs - Date.parse(testing.at)) / 1000);
  if (elapsedS > OVER_AFTER_S) return null;
  if (testing.stage === 'connecting') return { text: 'Connecting to the server…', done: null };
  const seconds = Math.min(TEST_PICTURES_S, Math.floor(elapsedS));
  return {
    text: `Sending pictures: ${seconds} of ${TEST_PICTURES_S} seconds`,
    done: seconds / TEST_PICTURES_S,
  };
}
