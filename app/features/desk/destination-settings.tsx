import { type FormEvent, useEffect, useState } from 'react';
import type { DestinationSlice } from '../../../contract/messages';
import type { CrewCommands } from '../crew/commands';
import type { DestinationForm } from './desk-data';
import { FormButtons } from './form-buttons';
import { PluginField } from './plugin-field';
import { fieldKey, readFields } from './plugin-fields';
import { StoredSecret } from './stored-secret';
import { useFormErrors } from './use-form-errors';

interface Props {
  form: DestinationForm;
  destination: DestinationSlice;
  commands: CrewCommands;
  onDone: () => void;
}

/**
 * Everything of a destination but its name and key. What is stored sealed is not shown, and stays where
 * nothing is typed.
 */
export function DestinationSettings({ form, destination, commands, onDone }: Props) {
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
 * Which secrets are stored, by the names of their fields; only the team may know, so they are no part of the
 * crew's state.
 */
function useSecretHints(commands: CrewCommands, id: string): Record<string, string> {
  const [hints, setHints] = useState<Record<string, string>>({});
  useEffect(() => {
    let here = true;
    commands.readSecretHints(id).then(
      (found) => here && setHints(found),
      // Without them the fields are empty, and what is left empty stays as it is.
      () => undefined,
    );
    return () => void (here = false);
  }, [commands, id]);
  return hints;
}
