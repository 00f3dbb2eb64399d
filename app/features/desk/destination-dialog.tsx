import type { DestinationSlice } from '../../realtime/contract';
import { Dialog } from '../../ui/dialog';
import { useCrew } from '../crew/crew-context';
import type { DestinationForm } from './desk-data';
import { KeyForm, LabelForm } from './destination-edit';
import { DestinationNew } from './destination-new';

/** What is being entered; null while nothing is. */
export type Editing = { what: 'new' } | { what: 'key' | 'label'; destination: DestinationSlice } | null;

interface Props {
  forms: DestinationForm[];
  editing: Editing;
  onClose: () => void;
}

const TITLES = { new: 'Add a destination', key: 'Stream key of', label: 'Rename' } as const;

export function DestinationDialog({ forms, editing, onClose }: Props) {
  const { commands } = useCrew();
  const subject = editing && editing.what !== 'new' ? ` ${editing.destination.label}` : '';
  return (
    <Dialog open={editing !== null} title={editing ? TITLES[editing.what] + subject : ''} onClose={onClose}>
      {editing?.what === 'new' ? <DestinationNew forms={forms} commands={commands} onDone={onClose} /> : null}
      {editing?.what === 'key' ? (
        <KeyForm
          help={forms.find((form) => form.id === editing.destination.plugin)?.keyHelp ?? ''}
          onKeep={(streamKey) => commands.changeDestination(editing.destination.id, { streamKey })}
          onDone={onClose}
        />
      ) : null}
      {editing?.what === 'label' ? (
        <LabelForm
          label={editing.destination.label}
          onKeep={(label) => commands.changeDestination(editing.destination.id, { label })}
          onDone={onClose}
        />
      ) : null}
    </Dialog>
  );
}
