import type { FormEvent } from 'react';
import type { DestinationSlice } from '../../realtime/contract';
import type { CrewCommands } from '../crew/commands';
import type { DestinationForm } from './desk-data';
import { FormButtons } from './form-buttons';
import { PluginField } from './plugin-field';
import { fieldKey, readFields } from './plugin-fields';
import { useFormErrors } from './use-form-errors';

interface Props {
  form: DestinationForm;
  destination: DestinationSlice;
  commands: CrewCommands;
  onDone: () => void;
}

/** Everything of a destination but its name and key. What is stored sealed is not shown, and stays where nothing is typed. */
export function DestinationSettings({ form, destination, commands, onDone }: Props) {
  const errors = useFormErrors(onDone);
  const keep = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const wish = readFields(form.fields, new FormData(event.currentTarget));
    void errors.send(() => commands.changeDestination(destination.id, wish));
  };
  return (
    <form onSubmit={keep} noValidate>
      {form.fields.map((field) => (
        <PluginField
          key={field.name}
          field={
            field.type === 'secret' ? { ...field, help: `${field.help} Empty: it stays as it is.` } : field
          }
          name={fieldKey(field)}
          value={destination.settings[field.name]}
          error={errors.of(fieldKey(field))}
        />
      ))}
      <FormButtons
        error={errors.besides(form.fields.map(fieldKey))}
        busy={errors.busy}
        keep="Keep settings"
        onCancel={onDone}
      />
    </form>
  );
}
