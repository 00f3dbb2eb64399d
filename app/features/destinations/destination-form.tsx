import { type FormEvent, useEffect, useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import type { DestinationSlice } from '../../../contract/messages';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, SelectField } from '../../ui/fields';
import { FormButtons, formText, useFormErrors } from '../crew/command-form';
import type { CrewCommands } from '../crew/commands';
import { useCrew } from '../crew/crew-context';
import { fieldKey, KeyField, PluginField, readFields, StoredSecret } from './destination-fields';
/** Which form is open; null for none. */
export type Editing =
  { what: 'new' } | { what: 'key' | 'label' | 'settings'; destination: DestinationSlice } | null;

interface DestinationDialogProps {
  forms: DestinationForm[];
  editing: Editing;
  onClose: () => void;
}

const TITLES = { new: 'Add a destination', key: 'Key of', label: 'Rename', settings: 'Settings of' } as const;

export function DestinationDialog({ forms, editing, onClose }: DestinationDialogProps) {
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

interface DestinationNewProps {
  forms: DestinationForm[];
  commands: CrewCommands;
  onDone: () => void;
}

function DestinationNew({ forms, commands, onDone }: DestinationNewProps) {
  const errors = useFormErrors(onDone);
  const [id, setId] = useState(forms[0]?.id ?? '');
  const form = forms.find((one) => one.id === id);
  if (!form) return null;
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const label = formText(data, 'label') || form.label;
    void errors.send(() =>
      commands.addDestination({
        plugin: id,
        label,
        enabled: true,
        streamKey: formText(data, 'streamKey'),
        ...readFields(form.fields, data),
      }),
    );
  };
  return (
    <form onSubmit={add} noValidate>
      <SelectField
        label="Where to"
        value={id}
        onChange={(event) => setId(event.target.value)}
        error={errors.of('plugin')}
      >
        {forms.map((one) => (
          <option key={one.id} value={one.id}>
            {one.label}
          </option>
        ))}
      </SelectField>
      {form.fields.map((field) => (
        <PluginField
          key={`${id}.${field.name}`}
          field={field}
          name={fieldKey(field)}
          error={errors.of(fieldKey(field))}
        />
      ))}
      <KeyField
        key={id}
        label={form.keyLabel}
        help={form.keyHelp}
        required={form.keyRequired}
        error={errors.of('streamKey')}
      />
      <Field
        label="Name"
        name="label"
        maxLength={60}
        placeholder={form.label}
        help="How the crew calls it."
        error={errors.of('label')}
      />
      <FormButtons
        error={errors.besides(['plugin', 'label', 'streamKey', ...form.fields.map(fieldKey)])}
        busy={errors.busy}
        keep="Add destination"
        onCancel={onDone}
      />
    </form>
  );
}

interface DestinationSettingsProps {
  form: DestinationForm;
  destination: DestinationSlice;
  commands: CrewCommands;
  onDone: () => void;
}

/** Everything but name and key. An empty secret keeps the stored one. */
function DestinationSettings({ form, destination, commands, onDone }: DestinationSettingsProps) {
  const errors = useFormErrors(onDone);
  const hints = useSecretHints(commands, destination.id);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wish = readFields(form.fields, new FormData(event.currentTarget));
    void errors.send(() => commands.changeDestination(destination.id, wish));
  };
  return (
    <form onSubmit={keep} noValidate>
      {form.fields.map((field) => {
        const name = fieldKey(field);
        const hint = field.type === 'secret' ? hints[field.name] : undefined;
        return hint === undefined ? (
          <PluginField
            key={field.name}
            field={field}
            name={name}
            value={destination.settings[field.name]}
            error={errors.of(name)}
          />
        ) : (
          <StoredSecret
            key={field.name}
            label={field.label}
            help={field.help}
            name={name}
            hint={hint}
            optional={!field.required}
            error={errors.of(name)}
          />
        );
      })}
      <FormButtons
        error={errors.besides(form.fields.map(fieldKey))}
        busy={errors.busy}
        keep="Keep settings"
        onCancel={onDone}
      />
    </form>
  );
}

/**
 * Last characters of the stored secrets by field name. Only the team may read them, so they are not part of
 * the crew’s state.
 */
function useSecretHints(commands: CrewCommands, id: string): Record<string, string> {
  const [hints, setHints] = useState<Record<string, string>>({});
  useEffect(() => {
    let here = true;
    commands.readSecretHints(id).then(
      (found) => here && setHints(found),
      // Without them the fields are empty, and an empty field keeps what is stored.
      () => undefined,
    );
    return () => void (here = false);
  }, [commands, id]);
  return hints;
}

interface EditFormProps {
  onKeep: (value: string) => Promise<unknown>;
  onDone: () => void;
}

interface KeyProps extends EditFormProps {
  label: string;
  help: string;
  /** Last characters of the stored key; empty without one, or for a short one. */
  hint: string;
  /** Some servers of this kind take no key. */
  optional: boolean;
}

function KeyForm({ label, help, hint, optional, onKeep, onDone }: KeyProps) {
  const errors = useFormErrors(onDone);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void errors.send(() => onKeep(formText(data, 'streamKey')));
  };
  return (
    <form onSubmit={keep}>
      {hint === '' ? null : (
        <p className="small text-2">
          The present one ends in <b className="num">{hint}</b>. It is never shown.
        </p>
      )}
      <KeyField label={label} help={help} required error={errors.of('streamKey')} autoFocus />
      {optional ? (
        <Button kind="link" busy={errors.busy} onClick={() => void errors.send(() => onKeep(''))}>
          Send without one
        </Button>
      ) : null}
      <FormButtons
        error={errors.besides(['streamKey'])}
        busy={errors.busy}
        keep="Keep key"
        onCancel={onDone}
      />
    </form>
  );
}

function LabelForm({ label, onKeep, onDone }: EditFormProps & { label: string }) {
  const errors = useFormErrors(onDone);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    void errors.send(() => onKeep(formText(data, 'label')));
  };
  return (
    <form onSubmit={keep}>
      <Field
        label="Name"
        name="label"
        defaultValue={label}
        maxLength={60}
        required
        autoFocus
        error={errors.of('label')}
      />
      <FormButtons error={errors.besides(['label'])} busy={errors.busy} keep="Rename" onCancel={onDone} />
    </form>
  );
}
