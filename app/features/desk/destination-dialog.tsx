import type { DestinationSlice } from '../../../contract/messages';
import { Dialog } from '../../ui/dialog';
import { useCrew } from '../crew/crew-context';
import type { DestinationForm } from './desk-data';
import { KeyForm, LabelForm } from './destination-edit';
import { DestinationNew } from './destination-new';
import { DestinationSettings } from './destination-settings';

/** What is being entered; null while nothing is. */
export type Editing =
  { what: 'new' } | { what: 'key' | 'label' | 'settings'; destination: DestinationSlice } | null;

interface Props {
  forms: DestinationForm[];
  editing: Editing;
  onClose: () => void;
}

const TITLES = { new: 'Add a destination', key: 'Key of', label: 'Rename', settings: 'Settings of' } as const;

export function DestinationDialog({ forms, editing, onClose }: Props) {
  const { commands } = useCrew();
  const form =
    editing && editing.what !== 'new' ? forms.find(({ id }) => id === editing.destination.plugin) : undefined;
  const subject = editing && editing.what !== 'new' ? ` ${editing.destination.label}` : '';
  return (
    <Dialog open={editing !== null} title={editing ? TITLES[editing.what] + subject : ''} onClose={onClose}>
      {editing?.what === 'new' ? <DestinationNew forms={forms} commands={commands} onDone={onClose} /> : null}
      {editing?.what === 'key' ? (
        <KeyForm
          label={form?.keyLabel ?? 'Stream key'}
          help={form?.keyHelp ?? ''}
          hint={editing.destination.keyHint}
          optional={form?.keyRequired === false}
          onKeep={(streamKey) => commands.changeDestination(editing.destination.id, { streamKey })}
          onDone={onClose}
        />
      ) : null}
      {editing?.what === 'settings' && form ? (
        <DestinationSettings
          form={form}
          destination={editing.destination}
          commands={commands}
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
