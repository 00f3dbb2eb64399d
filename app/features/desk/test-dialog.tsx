import { useState } from 'react';
import type { DestinationSlice } from '../../realtime/contract';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Notice } from '../../ui/notice';
import { StateWord } from '../../ui/state-word';
import { sentenceOf } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import type { DestinationForm } from './desk-data';
import { testProgress } from './test-progress';

interface Props {
  open: boolean;
  destination: DestinationSlice;
  form: DestinationForm | undefined;
  onClose: () => void;
}

const PICTURES = {
  free: 'Ten seconds of a still picture show as well whether the line is fast enough. Nobody sees them but who looks at the server.',
  asked:
    'Ten seconds of a still picture show as well whether the line is fast enough. Where the stream goes public by itself, viewers see them.',
  always: 'This kind of server is tried with ten seconds of a still picture, and shows them like any other.',
} as const;

/** Tries a destination before the show: asks how, shows how far it is, and tells what came of it. */
export function TestDialog({ open, destination, form, onClose }: Props) {
  const { commands, now } = useCrew();
  const [run, setRun] = useState<'not yet' | 'under way' | 'over'>('not yet');
  const [fault, setFault] = useState<string | null>(null);
  const pictures = form?.testPictures ?? 'asked';
  const progress = testProgress(destination, now);
  const start = (withPictures: boolean) => {
    setRun('under way');
    setFault(null);
    commands.testDestination(destination.id, withPictures).then(
      () => setRun('over'),
      (error: unknown) => {
        setFault(sentenceOf(error));
        setRun('over');
      },
    );
  };
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
      {run === 'over' && fault ? <Notice>{fault}</Notice> : null}
      {run === 'over' && !fault && destination.test ? (
        <div role="status" className="test-run">
          <StateWord state={destination.test.ok ? 'ready' : 'attention'}>
            {destination.test.ok ? 'It works' : 'It does not work'}
          </StateWord>
          <p>{destination.test.text}</p>
        </div>
      ) : null}
      <div className="dialog-buttons">
        <Button onClick={close}>{run === 'not yet' ? 'Cancel' : 'Close'}</Button>
        {run !== 'under way' && pictures !== 'always' ? (
          <Button kind={pictures === 'asked' ? 'primary' : undefined} onClick={() => start(false)}>
            Connect only
          </Button>
        ) : null}
        {run !== 'under way' ? (
          <Button kind={pictures === 'asked' ? undefined : 'primary'} onClick={() => start(true)}>
            {run === 'over' ? 'Send pictures again' : 'Send pictures'}
          </Button>
        ) : null}
      </div>
    </Dialog>
  );
}
