import { useId, useState } from 'react';
import type { DestinationForm } from '../../../contract/destinations';
import { Button } from '../../ui/button';
import { Field, SelectField } from '../../ui/fields';
import { formText } from '../crew/command-form';

/** Form value of a secret that is to be removed; typed text never contains a line break. */
const REMOVE_SECRET = '\n';

interface PluginFieldProps {
  field: DestinationForm['fields'][number];
  name: string;
  error: string | null;
  /** The stored value; secrets have none here. */
  value?: string;
}

export function PluginField({ field, name, error, value }: PluginFieldProps) {
  const label = field.required ? field.label : `${field.label} (optional)`;
  if (field.type === 'select') {
    return (
      <SelectField label={label} name={name} help={field.help} error={error} defaultValue={value}>
        {field.options?.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </SelectField>
    );
  }
  return (
    <Field
      label={label}
      name={name}
      // Not type "url": rtmp:// is none to some browsers, and the server says it better.
      inputMode={field.type === 'url' ? 'url' : field.type === 'number' ? 'numeric' : undefined}
      type={field.type === 'secret' ? 'password' : 'text'}
      defaultValue={value}
      autoComplete="off"
      spellCheck={false}
      placeholder={field.placeholder}
      help={field.help}
      error={error}
    />
  );
}

/** A stream key is write-only: no browser stores it and no answer contains it. */
export function KeyField(props: {
  label: string;
  help: string;
  required: boolean;
  error: string | null;
  autoFocus?: boolean;
}) {
  return (
    <Field
      label={props.required ? props.label : `${props.label}, if it has one`}
      name="streamKey"
      type="password"
      autoComplete="off"
      spellCheck={false}
      autoFocus={props.autoFocus}
      help={props.help}
      error={props.error}
    />
  );
}

interface StoredSecretProps {
  label: string;
  help: string;
  name: string;
  error: string | null;
  /** Its last four characters; empty for a short one. */
  hint: string;
  /** Optional secrets can be removed. */
  optional: boolean;
}

/** A stored secret is never shown; it can be replaced or removed. */
export function StoredSecret({ label, help, name, error, hint, optional }: StoredSecretProps) {
  const id = useId();
  const [what, setWhat] = useState<'stays' | 'another' | 'goes'>('stays');
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="stored-secret">
        {what === 'another' ? (
          <input
            id={id}
            name={name}
            type="password"
            className="input"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            aria-invalid={error ? true : undefined}
            aria-describedby={`${id}-help`}
          />
        ) : (
          <output id={id} className="num" data-goes={what === 'goes'}>
            {what === 'goes' ? 'Will be removed' : hint === '' ? '•••• stored' : `•••• ${hint}`}
          </output>
        )}
        {what === 'goes' ? <input type="hidden" name={name} value={REMOVE_SECRET} /> : null}
        {what === 'stays' ? (
          <>
            <Button size="small" aria-description={label} onClick={() => setWhat('another')}>
              Replace
            </Button>
            {optional ? (
              <Button size="small" aria-description={label} onClick={() => setWhat('goes')}>
                Remove
              </Button>
            ) : null}
          </>
        ) : (
          <Button size="small" aria-description={label} onClick={() => setWhat('stays')}>
            Leave it
          </Button>
        )}
      </div>
      <div id={`${id}-help`} className="field-help">
        {help}
      </div>
      {error ? (
        <div className="field-error" role="alert">
          {error}
        </div>
      ) : null}
    </div>
  );
}

type PluginFieldFacts = DestinationForm['fields'][number];

/** The path of a field in a command, which is also how the server names it in an error. */
export function fieldKey({ type, name }: Pick<PluginFieldFacts, 'type' | 'name'>): string {
  return `${type === 'secret' ? 'secrets' : 'settings'}.${name}`;
}

/** Empty fields are left out, which keeps stored secrets; `""` in `secrets` removes one. */
export function readFields(
  fields: readonly PluginFieldFacts[],
  data: FormData,
): { settings: Record<string, string>; secrets: Record<string, string> } {
  const entered = fields.flatMap((field) => {
    const value = formText(data, fieldKey(field));
    if (data.get(fieldKey(field)) === REMOVE_SECRET)
      return [{ secret: true, entry: [field.name, ''] as const }];
    return value === '' ? [] : [{ secret: field.type === 'secret', entry: [field.name, value] as const }];
  });
  const of = (wanted: boolean) =>
    Object.fromEntries(entered.filter(({ secret }) => secret === wanted).map(({ entry }) => entry));
  return { settings: of(false), secrets: of(true) };
}
